"""Makes ``templates/minutes.docx``: the styles, header and footer that the minutes are written with.

    python templates/make_minutes_template.py [FILE.docx]

The template is written out part by part rather than saved from Word, so that it holds these
styles and nothing else, no name of whoever saved it, and comes out the same each time. A council
that wants its own look copies the file, changes the styles in Word, and keeps their names;
``packbuilder/word/minutes_template.py`` says which it needs. In the header and footer, ``{council}``,
``{body}`` and ``{date}`` are filled in; any of them may be left out.

Lengths in the parts below are twentieths of a point (567 to the centimetre), sizes of type are
half points, and widths of lines eighths of a point: WordprocessingML's own units.
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

_PAGE_WIDTH = 11906
_PAGE_HEIGHT = 16838
_MARGIN = 1417
_TEXT_WIDTH = _PAGE_WIDTH - 2 * _MARGIN

_INK = "1F2A37"
_ACCENT = "1F4E79"
_QUIET = "5B6673"
_LINE = "B8C1CC"
_HEADING_ROW = "E4EAF1"
_GAP = "FFE78F"
_WARNING = "A4161A"

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    ' mc:Ignorable="w14"'
)
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def _content_types() -> str:
    parts = {
        "word/document.xml": f"{_WORD_TYPE}.document.main+xml",
        "word/styles.xml": f"{_WORD_TYPE}.styles+xml",
        "word/numbering.xml": f"{_WORD_TYPE}.numbering+xml",
        "word/settings.xml": f"{_WORD_TYPE}.settings+xml",
        "word/fontTable.xml": f"{_WORD_TYPE}.fontTable+xml",
        "word/header1.xml": f"{_WORD_TYPE}.header+xml",
        "word/header2.xml": f"{_WORD_TYPE}.header+xml",
        "word/footer1.xml": f"{_WORD_TYPE}.footer+xml",
        "word/footer2.xml": f"{_WORD_TYPE}.footer+xml",
        "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    }
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name, kind in parts.items()
    )
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}</Types>'
    )


def _relationships(targets: list[tuple[str, str]]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_RELATIONSHIPS}">{rows}</Relationships>'


def _package_relationships() -> str:
    return _relationships(
        [
            (f"{_OFFICE}/officeDocument", "word/document.xml"),
            (f"{_RELATIONSHIPS}/metadata/core-properties", "docProps/core.xml"),
            (f"{_OFFICE}/extended-properties", "docProps/app.xml"),
        ]
    )


def _document_relationships() -> str:
    return _relationships(
        [
            (f"{_OFFICE}/styles", "styles.xml"),
            (f"{_OFFICE}/numbering", "numbering.xml"),
            (f"{_OFFICE}/settings", "settings.xml"),
            (f"{_OFFICE}/fontTable", "fontTable.xml"),
            (f"{_OFFICE}/header", "header1.xml"),
            (f"{_OFFICE}/header", "header2.xml"),
            (f"{_OFFICE}/footer", "footer1.xml"),
            (f"{_OFFICE}/footer", "footer2.xml"),
        ]
    )


def _document() -> str:
    return (
        f"<w:document {_NAMESPACES}><w:body><w:p/><w:sectPr>"
        '<w:headerReference w:type="default" r:id="rId5"/><w:headerReference w:type="first" r:id="rId6"/>'
        '<w:footerReference w:type="default" r:id="rId7"/><w:footerReference w:type="first" r:id="rId8"/>'
        f'<w:pgSz w:w="{_PAGE_WIDTH}" w:h="{_PAGE_HEIGHT}"/>'
        f'<w:pgMar w:top="{_MARGIN}" w:right="{_MARGIN}" w:bottom="{_MARGIN}" w:left="{_MARGIN}"'
        ' w:header="680" w:footer="624" w:gutter="0"/>'
        "<w:titlePg/></w:sectPr></w:body></w:document>"
    )


def _header() -> str:
    """The running head: the body on the left, the date on the right."""
    return (
        f'<w:hdr {_NAMESPACES}><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr>'
        "<w:r><w:t>{body}</w:t></w:r><w:r><w:tab/></w:r><w:r><w:t>Minutes, {date}</w:t></w:r></w:p></w:hdr>"
    )


def _first_header() -> str:
    """Nothing over the title, which says it all."""
    return f'<w:hdr {_NAMESPACES}><w:p><w:pPr><w:pStyle w:val="FirstHeader"/></w:pPr></w:p></w:hdr>'


def _footer() -> str:
    """The page number and how many pages there are, as fields that Word keeps right."""

    def field(name: str) -> str:
        return f'<w:fldSimple w:instr=" {name} "><w:r><w:t>1</w:t></w:r></w:fldSimple>'

    return (
        f'<w:ftr {_NAMESPACES}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>'
        f'<w:r><w:t xml:space="preserve">Page </w:t></w:r>{field("PAGE")}'
        f'<w:r><w:t xml:space="preserve"> of </w:t></w:r>{field("NUMPAGES")}</w:p></w:ftr>'
    )


def _paragraph_style(
    name: str,
    *,
    based_on: str = "Normal",
    following: str = "",
    properties: str = "",
    run_properties: str = "",
    custom: bool = True,
) -> str:
    style_id = "".join(word[:1].upper() + word[1:] for word in name.split())
    return (
        f'<w:style w:type="paragraph"{" w:customStyle=" + chr(34) + "1" + chr(34) if custom else ""}'
        f' w:styleId="{style_id}"><w:name w:val="{name}"/><w:basedOn w:val="{based_on}"/>'
        f'<w:next w:val="{following or style_id}"/><w:qFormat/>'
        f"<w:pPr>{properties}</w:pPr><w:rPr>{run_properties}</w:rPr></w:style>"
    )


def _spacing(before: int, after: int, line: int = 0) -> str:
    line_height = f' w:line="{line}" w:lineRule="auto"' if line else ""
    return f'<w:spacing w:before="{before}" w:after="{after}"{line_height}/>'


def _size(half_points: int) -> str:
    return f'<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>'


def _colour(colour: str) -> str:
    return f'<w:color w:val="{colour}"/>'


def _rule(side: str, colour: str, width: int, space: int) -> str:
    return f'<w:{side} w:val="single" w:sz="{width}" w:space="{space}" w:color="{colour}"/>'


_NUMBER_TAB = '<w:tabs><w:tab w:val="left" w:pos="850"/></w:tabs>'
_NUMBER_INDENT = '<w:ind w:left="850" w:hanging="850"/>'
_BOLD = "<w:b/><w:bCs/>"
_BULLET = "\N{BULLET}"
_STAYS_WITH_NEXT = "<w:keepNext/><w:keepLines/>"


def _styles() -> str:
    defaults = (
        "<w:docDefaults><w:rPrDefault><w:rPr>"
        '<w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/>'
        f'{_size(22)}<w:lang w:val="en-GB" w:eastAsia="en-GB" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>"
        f"{_spacing(0, 120, 264)}</w:pPr></w:pPrDefault></w:docDefaults>"
    )
    basic = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        "<w:qFormat/></w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>'
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/></w:style>'
    )
    right_tab = f'<w:tabs><w:tab w:val="right" w:pos="{_TEXT_WIDTH}"/></w:tabs>'
    paragraphs = (
        _paragraph_style(
            "Subtitle",
            following="Title",
            properties=f"{_STAYS_WITH_NEXT}{_spacing(0, 60)}",
            run_properties=f"{_colour(_QUIET)}{_size(24)}",
            custom=False,
        ),
        _paragraph_style(
            "Title",
            following="MeetingDetails",
            properties=f"{_STAYS_WITH_NEXT}{_spacing(0, 160, 240)}",
            run_properties=f"{_BOLD}{_colour(_ACCENT)}{_size(40)}",
            custom=False,
        ),
        _paragraph_style(
            "Meeting Details", properties=_spacing(0, 60), run_properties=f"{_colour(_INK)}{_size(24)}"
        ),
        _paragraph_style(
            "Draft Mark",
            following="BodyText",
            properties=f"<w:pBdr>{_rule('left', _WARNING, 24, 8)}</w:pBdr>{_spacing(160, 120)}"
            '<w:ind w:left="200"/>',
            run_properties=f"{_BOLD}{_colour(_WARNING)}",
        ),
        _paragraph_style(
            "heading 1",
            following="BodyText",
            properties=f"{_STAYS_WITH_NEXT}{_NUMBER_TAB}{_spacing(320, 120)}{_NUMBER_INDENT}"
            '<w:outlineLvl w:val="0"/>',
            run_properties=f"{_BOLD}{_colour(_ACCENT)}{_size(24)}",
            custom=False,
        ),
        _paragraph_style(
            "Section Heading",
            following="Heading1",
            properties=f"{_STAYS_WITH_NEXT}<w:pBdr>{_rule('bottom', _ACCENT, 8, 3)}</w:pBdr>"
            f"{_spacing(400, 0)}",
            run_properties=f"{_BOLD}{_colour(_ACCENT)}{_size(26)}",
        ),
        _paragraph_style("Body Text", properties=_spacing(0, 120), custom=False),
        _paragraph_style(
            "List Bullet",
            properties='<w:keepLines/><w:numPr><w:numId w:val="1"/></w:numPr>' + _spacing(0, 100),
            custom=False,
        ),
        _paragraph_style(
            "Resolution", following="BodyText", properties=f"{_STAYS_WITH_NEXT}{_spacing(120, 120)}"
        ),
        _paragraph_style(
            "Resolution List",
            properties='<w:keepLines/><w:numPr><w:numId w:val="2"/></w:numPr>' + _spacing(0, 100),
        ),
        _paragraph_style(
            "Not For Publication",
            following="BodyText",
            properties=f"{_STAYS_WITH_NEXT}{_spacing(0, 120)}",
            run_properties=f"{_BOLD}{_colour(_WARNING)}",
        ),
        _paragraph_style(
            "Signature Line",
            properties="<w:keepLines/>"
            '<w:tabs><w:tab w:val="left" w:pos="1134"/>'
            '<w:tab w:val="left" w:leader="underscore" w:pos="6237"/></w:tabs>'
            f"{_spacing(400, 0)}",
        ),
        _paragraph_style("Table Text", properties=_spacing(40, 40, 252), run_properties=_size(20)),
        _paragraph_style(
            "Table Heading",
            based_on="TableText",
            properties="<w:keepNext/>",
            run_properties=f"{_BOLD}{_colour(_INK)}",
        ),
        _paragraph_style(
            "header",
            properties=f"<w:pBdr>{_rule('bottom', _LINE, 4, 4)}</w:pBdr>{right_tab}{_spacing(0, 0)}",
            run_properties=f"{_colour(_QUIET)}{_size(18)}",
            custom=False,
        ),
        _paragraph_style("First Header", properties=_spacing(0, 0), run_properties=_size(18)),
        _paragraph_style(
            "footer",
            properties=f'{_spacing(0, 0)}<w:jc w:val="center"/>',
            run_properties=f"{_colour(_QUIET)}{_size(18)}",
            custom=False,
        ),
    )
    characters = (
        '<w:style w:type="character" w:styleId="Strong"><w:name w:val="Strong"/><w:qFormat/>'
        f"<w:rPr>{_BOLD}</w:rPr></w:style>"
        '<w:style w:type="character" w:styleId="PlaceholderText">'
        '<w:name w:val="Placeholder Text"/><w:qFormat/><w:rPr>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{_GAP}"/></w:rPr></w:style>'
        '<w:style w:type="character" w:customStyle="1" w:styleId="TickBox"><w:name w:val="Tick Box"/>'
        '<w:rPr><w:rFonts w:ascii="MS Gothic" w:hAnsi="MS Gothic" w:eastAsia="MS Gothic"'
        f' w:cs="Segoe UI Symbol"/>{_size(22)}</w:rPr></w:style>'
    )
    table = (
        '<w:style w:type="table" w:customStyle="1" w:styleId="MinutesTable">'
        '<w:name w:val="Minutes Table"/><w:basedOn w:val="TableNormal"/><w:qFormat/>'
        "<w:tblPr><w:tblBorders>"
        f"{_rule('top', _LINE, 6, 0)}{_rule('left', _LINE, 4, 0)}{_rule('bottom', _LINE, 6, 0)}"
        f"{_rule('right', _LINE, 4, 0)}{_rule('insideH', _LINE, 4, 0)}{_rule('insideV', _LINE, 4, 0)}"
        "</w:tblBorders></w:tblPr>"
        '<w:tblStylePr w:type="firstRow"><w:tcPr>'
        f'<w:shd w:val="clear" w:color="auto" w:fill="{_HEADING_ROW}"/></w:tcPr></w:tblStylePr></w:style>'
    )
    named = "".join((*paragraphs, *characters, table))
    return f"<w:styles {_NAMESPACES}>{defaults}{basic}{named}</w:styles>"


def _numbering() -> str:
    def level(number: int, form: str, words: str, left: int, style: str = "") -> str:
        linked = f'<w:pStyle w:val="{style}"/>' if style else ""
        return (
            f'<w:lvl w:ilvl="{number}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{linked}'
            f'<w:lvlText w:val="{words}"/><w:lvlJc w:val="left"/>'
            f'<w:pPr><w:ind w:left="{left}" w:hanging="567"/></w:pPr></w:lvl>'
        )

    return (
        f"<w:numbering {_NAMESPACES}>"
        '<w:abstractNum w:abstractNumId="1"><w:multiLevelType w:val="hybridMultilevel"/>'
        f"{level(0, 'bullet', _BULLET, 567, 'ListBullet')}</w:abstractNum>"
        '<w:abstractNum w:abstractNumId="2"><w:multiLevelType w:val="multilevel"/>'
        f"{level(0, 'lowerLetter', '(%1)', 567, 'ResolutionList')}{level(1, 'lowerRoman', '(%2)', 1134)}"
        "</w:abstractNum>"
        '<w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num></w:numbering>'
    )


def _settings() -> str:
    compatibility = "http://schemas.microsoft.com/office/word"
    return (
        f'<w:settings {_NAMESPACES}><w:zoom w:percent="100"/><w:defaultTabStop w:val="567"/>'
        '<w:characterSpacingControl w:val="doNotCompress"/><w:compat>'
        f'<w:compatSetting w:name="compatibilityMode" w:uri="{compatibility}" w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-GB"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>'
        "</w:settings>"
    )


def _font_table() -> str:
    """Arial, and what to take for it where there is none."""
    return (
        f'<w:fonts {_NAMESPACES}><w:font w:name="Arial"><w:altName w:val="Liberation Sans"/>'
        '<w:family w:val="swiss"/><w:pitch w:val="variable"/></w:font></w:fonts>'
    )


def _core_properties() -> str:
    return (
        "<cp:coreProperties"
        ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        "<dc:title>Minutes</dc:title><dc:creator></dc:creator><dc:language>en-GB</dc:language>"
        "</cp:coreProperties>"
    )


def _application_properties() -> str:
    namespace = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    return f'<Properties xmlns="{namespace}"><Application>packbuilder</Application></Properties>'


def make_template(target: Path) -> None:
    """Write the template; the same bytes every time."""
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _package_relationships(),
        "word/document.xml": _document(),
        "word/_rels/document.xml.rels": _document_relationships(),
        "word/styles.xml": _styles(),
        "word/numbering.xml": _numbering(),
        "word/settings.xml": _settings(),
        "word/fontTable.xml": _font_table(),
        "word/header1.xml": _header(),
        "word/header2.xml": _first_header(),
        "word/footer1.xml": _footer(),
        "word/footer2.xml": _footer(),
        "docProps/core.xml": _core_properties(),
        "docProps/app.xml": _application_properties(),
    }
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, xml in parts.items():
            entry = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 0
            package.writestr(entry, _DECLARATION + xml)


if __name__ == "__main__":
    make_template(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).with_name("minutes.docx"))
