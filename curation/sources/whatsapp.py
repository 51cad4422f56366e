"""What WhatsApp writes in place of media, deleted messages and calls, in the languages it is used in most.

Facts: the application's own strings, as its exports show them: ``<省略影音内容>``, ``圖片已略去`` behind U+200E.
A result is ``wechat.Content``: ``(kind, text, quote, extra)`` with words only.
"""

from __future__ import annotations

import re

from curation.sources.wechat import Content, filled

INVISIBLE = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
"""Marks of writing direction; WhatsApp on iOS puts U+200E before what it wrote itself."""

SPACES = " \u00a0\u2009\u202f"

_OMITTED = {
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
        忽略多媒體檔|忽略多媒体文件|省略多媒体文件|省略影音内容|省略多媒體檔案|已省略多媒體檔案|已略去媒體|媒体已省略|媒體已略去""",
    "image": """
        image omitted|photo omitted|imagen omitida|image absente|immagine omessa|imagem ocultada|imagem não revelada|
        bild weggelassen|afbeelding weggelaten|изображение отсутствует|зображення відсутнє|görüntü dahil edilmedi|
        bild utesluten|obraz pominięty|gambar tidak disertakan|imej tidak dimasukkan|đã bỏ qua hình ảnh|ไม่มีรูปภาพ|
        이미지 생략됨|画像は含まれていません|لم يتم إدراج الصورة|התמונה הושמטה|圖片已略去|圖像已省略|照片已忽略|图片已忽略|图像已忽略|
        图片已省略|图像已省略|GIF omitted|GIF omitido|GIF retiré|GIF esclusa|GIF weggelassen|GIF weggelaten|GIF отсутствует|
        GIF dahil edilmedi|GIF 생략됨|GIFは含まれていません|GIF 已略去|GIF 圖片已被省略|GIF 动态图已被忽略|GIF 已省略""",
    "video": """
        video omitted|video omitido|vidéo absente|video omesso|vídeo omitido|vídeo não revelado|video weggelassen|
        video weggelaten|видео отсутствует|відео відсутнє|video dahil edilmedi|video utesluten|wideo pominięte|
        video tidak disertakan|video tidak dimasukkan|đã bỏ video|วิดีโอถูกลบ|비디오 생략됨|동영상 생략됨|
        ビデオは含まれていません|動画は含まれていません|لم يتم إدراج الفيديوهات|סרטון הווידאו הושמט|影片已略去|影片已省略|
        视频已忽略|视频已省略|video note omitted|視訊短片已略去""",
    "voice": """
        audio omitted|voice message omitted|audio omitido|audio omis|audio omesso|áudio ocultado|
        ficheiro de áudio não revelado|audio weggelassen|audio weggelaten|аудиофайл отсутствует|аудіо відсутнє|
        ses dahil edilmedi|ljud utelslutet|audio pominięte|audio tidak disertakan|audio tidak dimasukkan|
        bỏ qua tệp âm thanh|ไม่มีไฟล์เสียง|오디오 생략됨|音声は含まれていません|لم يتم إدراج المقاطع الصوتية|קטע קול הושמט|
        音訊已略去|音訊已省略|音频已忽略|音频已省略|語音訊息已略去|语音消息已省略""",
    "sticker": """
        sticker omitted|sticker omitido|sticker omis|sticker non incluso|figurinha omitida|sticker não revelado|
        sticker weggelassen|sticker weggelaten|стикер не добавлен|наклейку не додано|çıkartma dahil edilmedi|
        sticker utesluten|pominięto naklejkę|stiker tidak disertakan|pelekat tidak disertakan|đã bỏ sticker|
        ไม่มีสติกเกอร์|스티커 제외됨|スタンプは含まれていません|ステッカーは含まれていません|تم حذف الملصقات|סטיקר הושמט|
        貼圖已略去|貼圖已忽略|贴图已省略|贴图已忽略""",
    "card": """
        contact card omitted|tarjeta de contacto omitida|fiche contact manquante|scheda contatto omessa|
        cartão do contato omitido|contacto não revelado|kontaktkarte ausgelassen|visitekaartje weggelaten|
        карточка контакта отсутствует|картка контакту відсутня|kişi kartı dahil edilmedi|kontaktkort uteslutet|
        kartu kontak tidak disertakan|연락처 카드 생략됨|連絡先カードを省略|聯絡人卡片已略去|聯絡人卡片已省略|联系人卡片已忽略|
        联系人名片已省略""",
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
        未接語音通話|未接視像通話|未接視訊通話|未接语音通话|未接视频通话""",
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
        你删除了这条消息|您已删除此消息|你已删除此消息|您删除这个信息""",
}
_DOCUMENT = """
    document omitted|documento omitido|document manquant|documento omesso|dokument weggelassen|document weggelaten|
    документ отсутствует|документ пропущено|belge dahil edilmedi|dokument uteslutet|dokument pominięty|
    dokumen tidak disertakan|đã bỏ qua tài liệu|문서 생략됨|ドキュメントは含まれていません|文件已略去|文件已忽略|文档已省略|
    文件已省略"""
_ATTACHED = """
    file attached|archivo adjunto|fichier joint|file allegato|arquivo anexado|ficheiro anexado|datei angehängt|
    bestand bijgevoegd|файл добавлен|файл додано|dosya ekli|bifogad fil|plik dołączony|file terlampir|fail dilampirkan|
    tập tin đính kèm|파일 첨부됨|添付ファイル|ファイル添付|文件附件|附件檔案|附件文件|檔案已附加|文件已附加|附加檔案|已附加檔案|已附加文件"""
_EDITED = """
    this message was edited|se editó este mensaje|ce message a été modifié|questo messaggio è stato modificato|
    mensagem editada|diese nachricht wurde bearbeitet|dit bericht is bewerkt|данное сообщение изменено|
    bu mesaj düzenlendi|pesan ini diedit|このメッセージは編集されました|이 메시지는 수정되었습니다|
    此訊息已編輯|此訊息已被編輯|此消息已编辑|此消息已被编辑|已编辑此消息|这条消息已编辑|这条消息已被编辑"""


def _words(table: str) -> list[str]:
    return [word.strip().casefold() for word in table.split("|")]


_KINDS = {word: kind for kind, table in _OMITTED.items() for word in _words(table)}
_SHORT = 200
"""No placeholder is longer."""


def _any_of(table: str) -> str:
    return "|".join(map(re.escape, _words(table)))


_PAGES = re.compile(_any_of(_DOCUMENT))
_FILE = re.compile(
    rf"[{INVISIBLE}]*(?P<name>[^\n<>]{{1,250}}\.[A-Za-z0-9]{{2,5}}) \((?:{_any_of(_ATTACHED)})\)",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>:：\n]{2,30}[:：] ?(?P<name>[^<>\n:]{1,250}\.[A-Za-z0-9]{2,5})>")
_EDIT = re.compile(rf" ?[{INVISIBLE}]*<(?:{_any_of(_EDITED)})>\Z", re.IGNORECASE)
_PLACE = re.compile(r"(?:[^\n:：]{1,30}[:：] ?)?(https://maps\.google\.com/\?q=\S{1,200})")
_ENDINGS = {
    "image": "jpg jpeg png gif heic", "sticker": "webp", "voice": "opus ogg m4a aac amr mp3", "card": "vcf",
    "video": "mp4 mov 3gp mkv",
}  # fmt: skip
_BY_ENDING = {ending: kind for kind, endings in _ENDINGS.items() for ending in endings.split()}

_GREY = re.compile(
    r"[“”\"«»「」『』]|end-to-end|created (?:the )?group|changed (?:the|this|their|to)|joined using|security code|"
    r"端到端|端對端|创建了|建立了|更改了|變更了|修改了|安全代码|安全碼|加入了|添加了|新增了|移除了|退出了|離開了",
    re.IGNORECASE,
)


def is_name(text: str) -> bool:
    """Somebody's name stands here, rather than the beginning of a notice that happens to hold a colon."""
    return 0 < len(text) <= 100 and not _GREY.search(text)


def bare(text: str) -> str:
    """The text without direction marks and spaces around it."""
    return text.strip(INVISIBLE + SPACES)


def content(text: str) -> Content:
    """Kind and words of what follows ``name: ``."""
    marked = text[:1] in INVISIBLE and bool(text)
    if edit := _EDIT.search(text, max(len(text) - _SHORT, 0)):
        return "text", text[: edit.start()], None, {"edited": True}
    if found := _placeholder(text) or _attached(text):
        return found
    if marked:
        return ("other" if _is_poll(text) else "system"), bare(text), None, {}
    return "text", text, None, {}


def _placeholder(text: str) -> Content | None:
    if len(text) > _SHORT:
        return None
    word = bare(bare(text).removeprefix("<").removesuffix(">")).casefold()
    if kind := _KINDS.get(word.rstrip(".。") if word[-1:] in ".。" else word):
        return kind, bare(text) if kind in {"recall", "call"} else "", None, {}
    if found := _PLACE.fullmatch(bare(text)):
        return "location", "", None, {"url": found[1]}
    if (found := _PAGES.search(word)) and found.end() == len(word):
        return "file", bare(bare(text)[: found.start()]).partition(" •")[0], None, {}
    return None


def _attached(text: str) -> Content | None:
    """A file that lies beside the export, and its caption: behind it on Android, before it on iOS."""
    if found := _FILE.match(text):
        return _file(found["name"], text[found.end() :].removeprefix("\n"))
    if text.endswith(">") and (found := _TAG.fullmatch(text, max(text.rfind("<"), 0))):
        return _file(found["name"], bare(text[: found.start()]))
    return None


def _file(name: str, caption: str) -> Content:
    ending = name.rpartition(".")[2].lower()
    kind = _BY_ENDING.get(ending, "file")
    if kind == "file":
        return kind, name, None, filled(path=name, caption=caption)
    return kind, "" if kind == "card" else caption, None, {"path": name}


def _is_poll(text: str) -> bool:
    return text.count("\n") > 1 and "\u200e" in text[1:]
