"""The key of the certificate numbers on A4: typed or scanned back when the key file is lost."""

from __future__ import annotations

from reportlab.graphics.barcode.qrencoder import QRCode, QRErrorCorrectLevel
from reportlab.lib.units import mm

from backoffice.domain.documents import Bilingual, RecoverySheet
from backoffice.domain.sentences import sentence
from printing.contracts import Drawn
from printing.drawing.sheet import Sheet
from printing.drawing.text import paragraph

DOCUMENT = RecoverySheet
_WIDTH_MM, _HEIGHT_MM = 210.0, 297.0
_LEFT_MM, _INNER_MM = 25.0, 160.0
_QR_MM = 45.0
_COLUMNS = 4
_TEXT = sentence("Recovery sheet")
_TITLE = Bilingual(en="Recovery key of the campus card center", zh="校园卡服务中心恢复密钥")
_RULES = (
    Bilingual(
        en="This key opens the encrypted certificate numbers. Nobody can restore it.",
        zh="此密钥可解开全部持卡人的加密证件号码。一旦丢失，任何人都无法恢复。",
    ),
    Bilingual(
        en="Keep this sheet in a safe, apart from the backups. Make no copies.",
        zh="请将本页存入保险柜，与备份分开存放。请勿复印或拍照。",
    ),
    Bilingual(
        en="If the key file is lost: restore the backup, then type these groups or scan the code.",
        zh="密钥文件丢失时：先恢复备份，再输入下列各组字符或扫描二维码。",
    ),
    Bilingual(
        en="The fingerprint tells whether this is the right key; it gives nothing away.",
        zh="指纹用于核对是否为正确的密钥，不会泄露密钥。",
    ),
)


def draw(document: RecoverySheet, offset_mm: tuple[float, float] = (0, 0)) -> Drawn:
    """Draw one A4 page with the key in groups and as QR code.

    Raises:
        Refusal: ``glyph-missing`` or ``barcode-unreadable``.
    """
    sheet = Sheet(width_mm=_WIDTH_MM, height_mm=_HEIGHT_MM, offset_mm=offset_mm)
    with sheet.page():
        _page(sheet, document)
    return Drawn(
        pdf=sheet.finish(),
        width_mm=_WIDTH_MM,
        height_mm=_HEIGHT_MM,
        pages=1,
        codes=sheet.codes,
    )


def _page(sheet: Sheet, document: RecoverySheet) -> None:
    y = _both(sheet, _TITLE, 25.0, size=20, bold=True) + 3
    sheet.line((_LEFT_MM, y), (_LEFT_MM + _INNER_MM, y), thickness=0.4)
    y += 6
    for rule in _RULES:
        y = _both(sheet, rule, y, size=11) + 3
    y = _groups(sheet, document.groups, y + 4)
    _qr(sheet, "-".join(document.groups), y)
    beside = _LEFT_MM + _QR_MM + 10
    _label(sheet, "指纹 Fingerprint", document.fingerprint, (beside, y))
    made = f"{document.created_at:%Y-%m-%d %H:%M %Z}".strip()
    _label(sheet, "生成时间 Made", made, (beside, y + 16))
    for i, who in enumerate(("保管人 Kept by", "日期 Date")):
        _label(sheet, who, "", (beside, y + 32 + i * 14))
        line = y + 41 + i * 14
        sheet.line((beside + 34, line), (_LEFT_MM + _INNER_MM, line))


def _both(sheet: Sheet, said: Bilingual, y: float, *, size: float, bold: bool = False) -> float:
    for text, points, colour in ((said.zh, size, "#000000"), (said.en, size * 0.75, "#33445C")):
        fitted = paragraph(text, _TEXT, size=points, width=_INNER_MM * mm)
        place = (_LEFT_MM, y, _INNER_MM)
        y += sheet.text(fitted, place, colour=colour, bold=bold) + 1.6
    return y


def _groups(sheet: Sheet, groups: tuple[str, ...], y: float) -> float:
    wide, high = _INNER_MM / _COLUMNS, 15.0
    rows = -(-len(groups) // _COLUMNS)
    sheet.box((_LEFT_MM, y, _INNER_MM, rows * high + 4), fill="#EEF2F7", radius=2)
    for i, group in enumerate(groups):
        x, top = _LEFT_MM + (i % _COLUMNS) * wide, y + 2 + (i // _COLUMNS) * high
        number = paragraph(str(i + 1), _TEXT, size=7, width=8 * mm)
        sheet.text(number, (x + 3, top + 1.5, 8), colour="#4A5A70")
        fitted = paragraph(group, _TEXT, size=17, width=wide * mm)
        sheet.text(fitted, (x, top + 5, wide), align="center", bold=True)
    return y + rows * high + 12


def _qr(sheet: Sheet, text: str, y: float) -> None:
    code = QRCode(None, QRErrorCorrectLevel.M)
    code.addData(text)
    code.make()
    count = code.getModuleCount()
    dark = [(c, r) for r in range(count) for c in range(count) if code.isDark(r, c)]
    sheet.squares(text, (_LEFT_MM, y), _QR_MM / count, dark)


def _label(sheet: Sheet, label: str, value: str, place: tuple[float, float]) -> None:
    x, y = place
    small = paragraph(label, _TEXT, size=9, width=60 * mm)
    sheet.text(small, (x, y, 60), colour="#4A5A70")
    if value:
        fitted = paragraph(value, _TEXT, size=12, width=(_LEFT_MM + _INNER_MM - x) * mm)
        sheet.text(fitted, (x, y + 5, _LEFT_MM + _INNER_MM - x))
