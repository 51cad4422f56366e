"""Bank and credit cards: 15 to 19 digits, usually in groups of four."""

from __future__ import annotations

from presidio_analyzer import Pattern

from curation.privacy.recognizer import NOT_ORDER, PatternsRecognizer, Seen

GAP = r"[-\s.·、,/_~*]"


class BankCard(PatternsRecognizer):
    """UnionPay cards start with 62 and have 16 to 19 digits; others follow ISO/IEC 7812 (Luhn check digit)."""

    ENTITY = "CREDIT_CARD"
    PATTERNS = [
        Pattern("unionpay", r"(?<![0-9])(?<![0-9][-.])(?<![A-Za-z])62[0-9]{14,17}(?![0-9])", 0.65),
        Pattern("grouped", rf"(?<![0-9A-Za-z])(?<![0-9][-.])(?:[3-57-9][0-9]{{3}}(?:{GAP}{{1,2}}[0-9]{{4}}){{3}}|"
                           rf"6[0-9]{{3}}(?:{GAP}{{1,2}}[0-9]{{4}}){{3}}(?:{GAP}{{1,2}}[0-9]{{1,3}})?)(?![0-9])", 0.65),
        Pattern("split", rf"(?<![0-9A-Za-z])62[0-9]{{2,6}}(?:{GAP}{{1,2}}[0-9]{{2,15}}){{1,4}}(?![0-9])", 0.3),
        Pattern("other", r"(?<![0-9A-Za-z])[3-9][0-9]{14,18}(?![0-9])", 0.3),
        Pattern("said", r"(?:卡号|账号|帐号|银行卡|账户|帐户|储蓄卡|信用卡|工资卡)(?:号码?)?(?:是|为|[:：])?\s{0,2}(?P<value>[0-9]{12,21}|"
                        r"[0-9]{3,6}(?:[-\s][0-9]{3,15}){1,5})(?![0-9])", 0.6),
    ]  # fmt: skip
    CONTEXT = (
        r"银行|卡号|户名|开户|账号|帐号|账户|转账|打款|汇款|收款|储蓄|信用卡|借记|工资卡|这张卡|"
        r"(?:工|建|农|中|交|招|浦|兴业|民生|平安|邮储|光大|华夏|中信)行|招商|建设|工商|农业|邮政储蓄|卡上|转我|打我|转到|打到"
    )
    VETO_BEFORE = NOT_ORDER
    MIN_DIGITS = 12
    SPELLED = True

    def weigh(self, seen: Seen, score: float) -> float:
        """Grouped digits may be anything; 12 to 21 of them may be an account."""
        return super().weigh(seen, score) if 12 <= sum(map(str.isdigit, seen.value)) <= 21 else 0.0

    def validate_result(self, value: str) -> bool | None:
        """Luhn: every second digit from the right doubled, digit sums add up to a multiple of ten."""
        digits = [int(char) for char in value if char.isdigit()][::-1]
        if not 15 <= len(digits) <= 19:
            return None
        return sum(d if i % 2 == 0 else sum(divmod(2 * d, 10)) for i, d in enumerate(digits)) % 10 == 0
