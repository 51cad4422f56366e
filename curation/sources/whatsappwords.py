"""WhatsApp's own words, in the languages it is used in: ``|`` between them, in any case.

Facts: the application's strings, as its exports show them; ``<省略影音内容>`` and ``圖片已略去`` are of Android and iOS.
"""

from __future__ import annotations

OMITTED = {
    "other": """
        media omitted|media weggelaat|تم استبعاد الوسائط|без файл|fitxers multimèdia omesos|mitjans omesos|
        média vynechány|média vynechána|medier udeladt|mediefil udeladt|medien ausgeschlossen|medien weggelassen|
        εξαίρεση πολυμέσων|multimedia omitido|archivo omitido|media jätettiin pois|media jätetty pois|médias omis|
        fichier omis|मीडिया के बिना|média elhagyva|hiányzó médiafájl|media tidak disertakan|media omessi|media omesso|
        המדיה לא נכללה|מדיה הושמטה|メディアなし|メディアは含まれていません|미디어 파일 제외됨|미디어 파일을 생략한 대화내용|
        media dikecualikan|media disingkirkan|media utelatt|uten vedlegg|media weggelaten|pominięto multimedia|
        pliki pominięto|ficheiro não revelado|mídia omitida|arquivo de mídia oculto|conținut media omis|
        без медиафайлов|файл пропущен|média vynechané|médiá vynechané|media utelämnat|media har utelämnats|สื่อถูกลบ|
        ไฟล์สื่อถูกลบ|medya dahil edilmedi|medya atlanmış|медіа пропущено|bỏ qua tệp phương tiện|bỏ qua media|
        忽略多媒體檔|忽略多媒体文件|省略多媒体文件|省略影音内容|省略多媒體檔案|已省略多媒體檔案|已略去媒體|媒体已省略|媒體已略去|
        media buraxıldı|media çıxarılmışdır|মিডিয়া বাদ দেওয়া হয়েছে|αρχείο παραλήφθηκε|meedia välja jäetud|
        meedia ära jäetud|رسانه حذف شد|پيوست نما/آهنگ حذف شد|મિડિયા છોડી મૂકાયું|મીડિયા અવગણવામાં આવ્યા|
        medijski zapis izostavljen|файлдар қосылмаған|файл қосылған жоқ|ಮಾಧ್ಯಮ ಕೈಬಿಡಲಾಗಿದೆ|ບໍ່ລວມມີເດຍ|
        medija praleista|praleistas medijos turinys|nav iekļauta multivide|bez multivides|без фајлови|без фајл|
        മീഡിയ ഒഴിവാക്കി|मीडिया वगळण्यात आला|मीडिया वगळले|ਮੀਡੀਆ ਛੱਡਿਆ|ਮੀਡੀਆ ਛਡਿਆ ਗਿਆ|datoteke izpuščene|medij izpuščen|
        media u hoq|media hequr|медији су изостављени|media hazijajumuishwa|media imerukwa|கோப்புகள் விடப்பட்டன|
        ஊடகங்கள் நீக்கப்பட்டது|మీడియా విస్మరించబడింది|మాధ్యమం విస్మరించబడింది|ınalis ang media|
        walang kalakip na media|میڈیا چھوڑ دیا گیا|میڈیا ہٹا دیا گیا|fayl o‘tkazib yuborildi|mídia oculta|
        média omitted""",
    "image": """
        image omitted|photo omitted|imagen omitida|image absente|immagine omessa|imagem ocultada|imagem não revelada|
        bild weggelassen|afbeelding weggelaten|изображение отсутствует|зображення відсутнє|görüntü dahil edilmedi|
        bild utesluten|obraz pominięty|gambar tidak disertakan|imej tidak dimasukkan|đã bỏ qua hình ảnh|ไม่มีรูปภาพ|
        이미지 생략됨|画像は含まれていません|لم يتم إدراج الصورة|התמונה הושמטה|圖片已略去|圖像已省略|照片已忽略|图片已忽略|图像已忽略|
        图片已省略|图像已省略|GIF omitted|GIF omitido|GIF retiré|GIF esclusa|GIF weggelassen|GIF weggelaten|GIF отсутствует|
        GIF dahil edilmedi|GIF 생략됨|GIFは含まれていません|GIF 已略去|GIF 圖片已被省略|GIF 动态图已被忽略|GIF 已省略|
        εικόνα παραλείφθηκε|obrázok vynechaný|obrázek vynechán|imagine omisă|bilde ikke inkludert|इमेज वगळली|
        फ़ोटो हटाई गई|kép küldése sikertelen|slika izostavljena|ei kuvaa|تصویر حذف شد|billede udeladt|imatge omesa|
        GIF הושמט|GIF não revelada|Παράληψη GIF|GIF-анімацію пропущено|đã bỏ qua ảnh GIF|GIF utesluten|GIF vynechaný|
        plik GIF pominięty|GIF omis|GIF utelatt|GIF tidak dimasukkan|GIF tidak disertakan|GIF izostavljen|GIF udeladt|
        GIF vynechán|GIF omès""",
    "video": """
        video omitted|video omitido|vidéo absente|video omesso|vídeo omitido|vídeo não revelado|video weggelassen|
        video weggelaten|видео отсутствует|відео відсутнє|video dahil edilmedi|video utesluten|wideo pominięte|
        video tidak disertakan|video tidak dimasukkan|đã bỏ video|วิดีโอถูกลบ|비디오 생략됨|동영상 생략됨|
        ビデオは含まれていません|動画は含まれていません|لم يتم إدراج الفيديوهات|סרטון הווידאו הושמט|影片已略去|影片已省略|
        视频已忽略|视频已省略|video note omitted|視訊短片已略去|
        βίντεο παραλείφθηκε|video vynechané|video vynecháno|clip video omis|video utelatt|videó kihagyva|
        video izostavljen|video udeladt|vídeo omès""",
    "voice": """
        audio omitted|voice message omitted|audio omitido|audio omis|audio omesso|áudio ocultado|
        ficheiro de áudio não revelado|audio weggelassen|audio weggelaten|аудиофайл отсутствует|аудіо відсутнє|
        ses dahil edilmedi|ljud utelslutet|audio pominięte|audio tidak disertakan|audio tidak dimasukkan|
        bỏ qua tệp âm thanh|ไม่มีไฟล์เสียง|오디오 생략됨|音声は含まれていません|لم يتم إدراج المقاطع الصوتية|קטע קול הושמט|
        音訊已略去|音訊已省略|音频已忽略|音频已省略|語音訊息已略去|语音消息已省略|
        ήχος παραλείφθηκε|zvuk vynechaný|zvukový soubor vynechán|fără audio|lyd utelatt|lyd udeladt|hang kihagyása|
        zvuk izostavljen|àudio omès""",
    "sticker": """
        sticker omitted|sticker omitido|sticker omis|sticker non incluso|figurinha omitida|sticker não revelado|
        sticker weggelassen|sticker weggelaten|стикер не добавлен|наклейку не додано|çıkartma dahil edilmedi|
        sticker utesluten|pominięto naklejkę|stiker tidak disertakan|pelekat tidak disertakan|đã bỏ sticker|
        ไม่มีสติกเกอร์|스티커 제외됨|スタンプは含まれていません|ステッカーは含まれていません|تم حذف الملصقات|סטיקר הושמט|
        貼圖已略去|貼圖已忽略|贴图已省略|贴图已忽略|
        αυτοκόλλητο παραλήφθηκε|nálepka vynechaná|nálepka vynechána|klistremerke utelatt|klistermærke udeladt|
        matrica kihagyva|naljepnica izostavljena|adhesiu omès""",
    "card": """
        contact card omitted|tarjeta de contacto omitida|fiche contact manquante|scheda contatto omessa|
        cartão do contato omitido|contacto não revelado|kontaktkarte ausgelassen|visitekaartje weggelaten|
        карточка контакта отсутствует|картка контакту відсутня|kişi kartı dahil edilmedi|kontaktkort uteslutet|
        kartu kontak tidak disertakan|연락처 카드 생략됨|連絡先カードを省略|聯絡人卡片已略去|聯絡人卡片已省略|联系人卡片已忽略|
        联系人名片已省略|
        כרטיס איש קשר הושמט|η κάρτα επαφής παραλήφθηκε|لم يتم إدراج بطاقة جهة اتصال|pominięta wizytówka kontaktu|
        kontaktkort sløyfet|kontaktkort udeladt""",
    "location": """
        live location shared|ubicación en tiempo real compartida|localisation en direct partagée|
        posizione attuale condivisa|localização atual compartilhada|live-standort wird geteilt|live locatie gedeeld|
        геоданные отправлены|lokasi terkini dibagikan|ライブロケーション共有|공유한 실시간 위치|實時位置已分享|即時位置已分享|
        共享实时位置|已分享实时位置""",
    "call": """
        missed voice call|missed video call|missed group voice call|missed group video call|llamada perdida|
        llamada de voz perdida|videollamada perdida|appel vocal manqué|appel vidéo manqué|chiamata vocale persa|
        videochiamata persa|chamada de voz perdida|chamada de vídeo perdida|verpasster sprachanruf|
        verpasster videoanruf|gemiste spraakoproep|gemiste video-oproep|пропущенный аудиозвонок|пропущенный видеозвонок|
        cevapsız sesli arama|cevapsız görüntülü arama|panggilan suara tak terjawab|panggilan video tak terjawab|
        cuộc gọi nhỡ|cuộc gọi nhỡ video|부재중 전화|부재중 영상통화|不在着信|音声通話不在着信|ビデオ通話不在着信|
        未接語音通話|未接視像通話|未接視訊通話|未接语音通话|未接视频通话|
        tapt taleanrop|ubesvaret taleopkald""",
    "recall": """
        this message was deleted|you deleted this message|message deleted|this message was deleted by admin|
        se eliminó este mensaje|este mensaje fue eliminado|eliminaste este mensaje|ce message a été supprimé|
        vous avez supprimé ce message|questo messaggio è stato eliminato|hai eliminato questo messaggio|
        mensagem apagada|esta mensagem foi apagada|você apagou esta mensagem|apagou esta mensagem|
        diese nachricht wurde gelöscht|du hast diese nachricht gelöscht|dit bericht is verwijderd|
        u hebt dit bericht verwijderd|данное сообщение удалено|вы удалили данное сообщение|вы удалили это сообщение|
        це повідомлення було видалено|ви видалили це повідомлення|bu mesaj silindi|bu mesajı sildiniz|
        ta wiadomość została usunięta|detta meddelande raderades|det här meddelandet raderades|pesan ini dihapus|
        pesan ini telah dihapus|anda menghapus pesan ini|anda telah menghapus pesan ini|mesej ini telah dipadam|
        tin nhắn này đã bị xóa|tin nhắn này đã bị xoá|ข้อความนี้ถูกลบแล้ว|ข้อความนี้ได้ถูกลบ|이 메시지는 삭제되었습니다|
        삭제된 메시지입니다|삭제한 메시지입니다|이 메시지를 삭제했습니다|このメッセージは削除されました|このメッセージを削除しました|
        تم حذف هذه الرسالة|הודעה זו נמחקה|此訊息已刪除|此訊息已被刪除|您已刪除此訊息|你已刪除此訊息|您刪除了此訊息|你刪除了此訊息|
        这条消息已删除|这条消息已被删除|此消息已删除|此消息已被删除|信息已删除|您已删除这条消息|你已删除这条消息|您删除了这条消息|
        你删除了这条消息|您已删除此消息|你已删除此消息|您删除这个信息|
        this message was deleted by an admin|you deleted this message as admin|αυτό το μήνυμα διαγράφηκε|
        διαγράψατε αυτό το μήνυμα|denne meldingen ble slettet|du slettet denne meldingen|tämä viesti poistettiin|
        poistit tämän viestin|denne besked er blevet slettet|denne besked blev slettet|du slettede denne besked|
        tato zpráva byla smazána|מחקת את ההודעה הזו|لقد حذَفت هذه الرسالة|bạn đã xóa tin nhắn này|
        bạn đã xoá tin nhắn này|du raderade det här meddelandet|anda telah memadamkan mesej ini|消息已删除|该消息已删除|该消息已被删除|
        此信息已删除|此信息已被删除|这条信息已删除|您已删除了这条消息|你已删除了这条消息|您删除了这条信息|你删除了这条信息|您已删除这条信息|您已删除此信息""",
}
DOCUMENT = """
    document omitted|documento omitido|document manquant|documento omesso|dokument weggelassen|document weggelaten|
    документ отсутствует|документ пропущено|belge dahil edilmedi|dokument uteslutet|dokument pominięty|
    dokumen tidak disertakan|đã bỏ qua tài liệu|문서 생략됨|ドキュメントは含まれていません|文件已略去|文件已忽略|文档已省略|
    文件已省略|
    מסמך הושמט|documento não revelado|έγγραφο παραλείφθηκε|لم يتم إدراج المستند|document omis|utelatt dokument|
    dokument udeladt|dokument vynechán|dokument vynechaný"""
ATTACHED = """
    file attached|archivo adjunto|fichier joint|file allegato|arquivo anexado|ficheiro anexado|datei angehängt|
    bestand bijgevoegd|файл добавлен|файл додано|dosya ekli|bifogad fil|plik dołączony|file terlampir|fail dilampirkan|
    tập tin đính kèm|파일 첨부됨|添付ファイル|ファイル添付|文件附件|附件檔案|附件文件|檔案已附加|文件已附加|附加檔案|已附加檔案|已附加文件|
    添付ファイル有り|fil vedhæftet|קובץ מצורף|załączony plik|tệp đính kèm|ไฟล์ที่แนบ|vedlagt fil|liitetiedosto|
    archivo adjuntado|الملف مرفق|soubor byl přiložen|arxiu adjunt|fișier atașat|συνημμένο αρχείο|फ़ाइल अटैच की गई|
    फाइल संलग्न|fájl csatolva|datoteka u privitku"""
EDITED = """
    this message was edited|se editó este mensaje|ce message a été modifié|questo messaggio è stato modificato|
    mensagem editada|diese nachricht wurde bearbeitet|dit bericht is bewerkt|данное сообщение изменено|
    bu mesaj düzenlendi|pesan ini diedit|このメッセージは編集されました|이 메시지는 수정되었습니다|
    此訊息已編輯|此訊息已被編輯|此消息已编辑|此消息已被编辑|已编辑此消息|这条消息已编辑|这条消息已被编辑"""
CALLS = """
    voice call|video call|group voice call|group video call|no answer|silenced voice call|silenced video call|
    语音通话|视频通话|語音通話|視訊通話|視像通話|无应答|無人接聽|沒有回應|llamada|videollamada|sprachanruf|videoanruf|
    音声通話|ビデオ通話|음성통화|영상통화|аудиозвонок|видеозвонок"""
"""Of calls that were made: iOS writes them behind its mark, so that nobody's own words are taken for them."""
