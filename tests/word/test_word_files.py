"""The Word files as Word reads them: strict about the order of elements, refusing what is out of it.

The sequences are those of the schema of ECMA-376 (transitional), as far as it gives one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import posixpath
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from docx.oxml.ns import qn
from lxml import etree

import packbuilder
from packbuilder import assets
from packbuilder.meeting.meeting import (
    Access,
    Action,
    ActionStatus,
    AgendaItem,
    Meeting,
    Member,
    Officer,
    Part,
)
from packbuilder.word.minutes import exempt_minutes_path, write_minutes

ALL_SORTS = Meeting(
    council="Wealdmere Council",
    body="Health and Wellbeing Board",
    date=dt.date(2027, 3, 28),
    time=dt.time(0, 30),
    venue="",
    members=(Member("Councillor Ellery", "Cabinet Member", "Chair"), Member("Dr Kothari", "Clinical Lead")),
    officers=(Officer("Imogen Castell", "Democratic Services Officer"),),
    items=(
        AgendaItem("1", "Apologies and declarations of interest"),
        AgendaItem("2", "Action log"),
        AgendaItem("3", "Winter", parts=(Part("Care at home", ("Graham Tully",)),), section="Reports"),
        AgendaItem("4", "Homes", recommendations=("1. Agree:", "a) this", "b) that", "2. Note it.")),
        AgendaItem("5", "Fund", to_follow=True),
        AgendaItem("6", "Project QUINCUNX", access=Access.EXEMPT, public_title="Property matter"),
    ),
    actions=(
        Action("170926/03", "Bring the evaluation", "Priya Sandhu"),
        Action("170926/01", "Write", status=ActionStatus.COMPLETED),
    ),
)

SEQUENCES = {
    name: names.split()
    for name, names in {
        "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr"
        " shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN"
        " bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc"
        " textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
        "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof"
        " snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd"
        " fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath",
        "numPr": "ilvl numId",
        "tbl": "tblPr tblGrid tr",
        "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc"
        " tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
        "tblBorders": "top left bottom right insideH insideV",
        "tblCellMar": "top left bottom right",
        "tr": "tblPrEx trPr tc",
        "trPr": "cnfStyle divId gridBefore gridAfter wBefore wAfter cantSplit trHeight tblHeader"
        " tblCellSpacing jc hidden",
        "tc": "tcPr p",
        "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText"
        " vAlign hideMark",
        "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders"
        " lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid",
        "sdt": "sdtPr sdtEndPr sdtContent",
        "sdtPr": "rPr alias tag id lock placeholder temporary showingPlcHdr dataBinding label tabIndex text"
        " checkbox",
        "checkbox": "checked checkedState uncheckedState",
        "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed"
        " qFormat locked pPr rPr tblPr trPr tcPr tblStylePr",
        "tblStylePr": "pPr rPr tblPr trPr tcPr",
        "styles": "docDefaults latentStyles style",
        "docDefaults": "rPrDefault pPrDefault",
        "numbering": "numPicBullet abstractNum num numIdMacAtCleanup",
        "abstractNum": "nsid multiLevelType tmpl name styleLink numStyleLink lvl",
        "lvl": "start numFmt lvlRestart pStyle isLgl suff lvlText lvlPicBulletId legacy lvlJc pPr rPr",
        "num": "abstractNumId lvlOverride",
        "lvlOverride": "startOverride lvl",
        "settings": "view zoom mirrorMargins defaultTabStop autoHyphenation evenAndOddHeaders"
        " characterSpacingControl updateFields footnotePr endnotePr compat rsids themeFontLang"
        " clrSchemeMapping shapeDefaults decimalSymbol listSeparator",
        "font": "altName panose1 charset family notTrueType pitch sig",
    }.items()
}


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ...]:
    target = tmp_path_factory.mktemp("minutes") / "minutes.docx"
    return (*write_minutes(ALL_SORTS, target), assets.template("minutes.docx"))


def parts_of(package: Path) -> dict[str, etree._Element]:
    with zipfile.ZipFile(package) as opened:
        return {name: etree.fromstring(opened.read(name)) for name in opened.namelist()}


def elements_of(package: Path) -> Iterator[etree._Element]:
    for part in parts_of(package).values():
        yield from part.iter(etree.Element)


def local_name(element: etree._Element) -> str:
    return str(etree.QName(element).localname)


def out_of_order(element: etree._Element, sequence: list[str]) -> str:
    """What is wrong with the children of an element, or ""."""
    names = [local_name(child) for child in element.iterchildren(etree.Element)]
    unknown = [name for name in names if name not in sequence]
    if unknown:
        return f"{local_name(element)} may not hold {unknown}"
    return "" if names == sorted(names, key=sequence.index) else f"{local_name(element)} holds {names}"


def test_every_element_stands_where_the_schema_wants_it(packages: tuple[Path, ...]) -> None:
    seen: set[str] = set()
    for package in packages:
        for element in elements_of(package):
            sequence = SEQUENCES.get(local_name(element))
            if sequence is not None:
                seen.add(local_name(element))
                assert out_of_order(element, sequence) == ""
    assert seen == SEQUENCES.keys(), "each sequence is met at least once"


def test_an_element_out_of_place_would_be_noticed() -> None:
    properties = etree.fromstring("<sdtPr><showingPlcHdr/><temporary/></sdtPr>")
    assert out_of_order(properties, SEQUENCES["sdtPr"]) == "sdtPr holds ['showingPlcHdr', 'temporary']"
    assert out_of_order(etree.fromstring("<pPr><tblPr/></pPr>"), SEQUENCES["pPr"]) != ""


def test_a_content_control_holds_one_run_and_stands_in_a_paragraph(packages: tuple[Path, ...]) -> None:
    controls = [e for package in packages for e in elements_of(package) if e.tag == qn("w:sdt")]
    assert controls
    for control in controls:
        parent = control.getparent()
        assert parent is not None
        assert parent.tag == qn("w:p")
        content = control.find(qn("w:sdtContent"))
        assert content is not None
        assert [child.tag for child in content] == [qn("w:r")]
        (title,) = [e.get(qn("w:val"), "") for e in control.iter(qn("w:alias"))] or [""]
        assert len(title) <= 64, "Word refuses a longer title"


def test_what_is_newer_than_the_schema_is_declared_ignorable(packages: tuple[Path, ...]) -> None:
    ignorable = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Ignorable"
    known = ("wordprocessingml/2006/main", "package/2006", "officeDocument/2006", "purl.org/dc/", "XMLSchema")
    for package in packages:
        for name, part in parts_of(package).items():
            for element in part.iter(etree.Element):
                namespace = etree.QName(element).namespace or ""
                if not any(word in namespace for word in known):
                    prefixes = part.get(ignorable, "").split()
                    assert namespace in [part.nsmap[prefix] for prefix in prefixes], name


def test_every_table_has_a_grid_that_its_cells_and_the_page_agree_with(packages: tuple[Path, ...]) -> None:
    text_width = 11906 - 2 * 1417
    for package in packages[:1]:
        tables = [element for element in elements_of(package) if element.tag == qn("w:tbl")]
        assert len(tables) == 6
        for table in tables:
            grid = [int(column.get(qn("w:w"), "0")) for column in table.iter(qn("w:gridCol"))]
            assert text_width - 2 * len(grid) <= sum(grid) <= text_width
            for row in table.iter(qn("w:tr")):
                assert [int(width.get(qn("w:w"), "0")) for width in row.iter(qn("w:tcW"))] == grid
                assert all(cell[-1].tag == qn("w:p") for cell in row.iter(qn("w:tc")))
            after = table.getnext()
            assert after is not None
            assert after.tag == qn("w:p"), "Word joins two tables that touch, and ends in a paragraph"


def test_every_style_list_and_part_that_is_named_is_there(packages: tuple[Path, ...]) -> None:
    for package in packages:
        parts = parts_of(package)
        style_ids = {e.get(qn("w:styleId")) for e in parts["word/styles.xml"].iter(qn("w:style"))}
        list_ids = {e.get(qn("w:numId")) for e in parts["word/numbering.xml"].iter(qn("w:num"))}
        named = [e for part in parts.values() for e in part.iter(etree.Element)]
        for tag in ("w:pStyle", "w:rStyle", "w:tblStyle", "w:basedOn", "w:next"):
            assert {e.get(qn("w:val")) for e in named if e.tag == qn(tag)} <= style_ids, tag
        assert {e.get(qn("w:val")) for e in named if e.tag == qn("w:numId")} <= list_ids
        for name, part in parts.items():
            if name.endswith(".rels"):
                folder = posixpath.dirname(posixpath.dirname(name))
                targets = {posixpath.join(folder, str(relation.get("Target"))) for relation in part}
                assert targets <= parts.keys()
        relations = {r.get("Id") for r in parts["word/_rels/document.xml.rels"]}
        assert {
            e.get(qn("r:id")) for e in parts["word/document.xml"].iter() if e.get(qn("r:id"))
        } <= relations
        kinds = {
            str(e.get("PartName")).lstrip("/") for e in parts["[Content_Types].xml"] if e.get("PartName")
        }
        assert kinds == {name for name in parts if not name.endswith((".rels", "[Content_Types].xml"))}


def test_the_same_meeting_gives_the_same_bytes_on_a_machine_elsewhere(tmp_path: Path) -> None:
    program = (
        "import pathlib, runpy, sys\nfrom packbuilder.word.minutes import write_minutes\n"
        "write_minutes(runpy.run_path(sys.argv[1])['ALL_SORTS'], pathlib.Path(sys.argv[2]))\n"
    )
    digests = []
    for zone, seed in (("Pacific/Kiritimati", "1"), ("America/Los_Angeles", "2")):
        target = tmp_path / f"{seed}.docx"
        project = str(Path(packbuilder.__file__).parents[1])
        environment = {**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "PYTHONPATH": project}
        command = [sys.executable, "-c", program, __file__, str(target)]
        subprocess.run(command, check=True, env=environment, timeout=60)
        both = (target, exempt_minutes_path(target))
        digests.append([hashlib.sha256(path.read_bytes()).hexdigest() for path in both])
    assert digests[0] == digests[1]
    assert digests[0][0] != digests[0][1]
