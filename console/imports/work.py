"""What the child does. Each deed takes the job and a way to tell how far it is, and gives the answer for the page."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from console.imports import guess, shift
from console.imports.job import RECORDS, REJECTS, Job, put
from console.imports.said import note, refusal, reject
from layers import importing
from layers.importing.gather import Progress
from layers.importing.report import SHOWN, ImportRefused, Report

Answer = dict[str, Any]
Deed = Callable[[Job, Progress], Answer]


def inspect(job: Job, tell: Progress) -> Answer:
    """What the file holds and what putting it in would change. Where the figures do not decide the datum, or the file
    holds several layers, ``asks`` says so, and the report shows the likeliest."""
    kind = job.kind or guess.kind_of(job.path)
    options, asks = dict(job.options), []
    for _ in range(3):
        try:
            report = importing.inspect(kind, job.path, job.home, progress=tell, **_said(options))
        except ImportRefused as refused:
            asked = _asked(refused, options)
            if asked is None:
                return _refused(refused, kind, asks, job)
            asks.append(asked)
            options |= asked["shown"]
        else:
            return _answer(report, kind, asks, options, job)
    raise ImportRefused("reader_crashed", value="asks on")


def _asked(refused: ImportRefused, options: dict[str, Any]) -> Answer | None:
    """What a person must say, and what is shown until then; None where that would not help."""
    detail = refused.detail
    if refused.code == "datum_undecided" and options.get("datum", "auto") == "auto":
        evidence: Any = detail["evidence"]
        likeliest = max(evidence["rows"], key=lambda row: row["score"], default={"datum": "wgs84"})["datum"]
        return {"code": "datum", "why": evidence["why"], "evidence": evidence, "shown": {"datum": likeliest}}
    if refused.code == "layer_unchosen" and not options.get("layer"):
        layers: Any = detail["layers"]
        return {"code": "layer", "why": "", "layers": list(layers), "shown": {"layer": layers[0]}}
    return None


def _said(options: dict[str, Any]) -> dict[str, Any]:
    return {name: options[name] for name in ("datum", "mapping", "mode", "layer") if options.get(name)}


def _refused(refused: ImportRefused, kind: str, asks: list[Answer], job: Job) -> Answer:
    """A refusal, with what was asked before it, so that another register or layer may be tried."""
    told = refusal(refused.code, refused.detail, job.locale)
    return {"kind": kind, "guessed": not job.kind, "asks": asks, "options": job.options, "refused": told}


def _answer(report: Report, kind: str, asks: list[Answer], options: dict[str, Any], job: Job) -> Answer:
    told = as_json(report, job.locale)
    told["before"] = shift.before(report.preview, report.datum)
    for one in asks:
        told["evidence"] = told["evidence"] or one.get("evidence")
    if report.records:
        put(Path(job.folder), RECORDS, report.records)
    return {"kind": kind, "guessed": not job.kind, "asks": asks, "options": options, "report": told}


def as_json(report: Report, locale: str) -> Answer:
    """A report in the language of the page."""
    told = report.as_dict()
    told["rejects"] = [reject(one, locale) for one in report.rejects[:SHOWN]]
    told["notes"] = [{"code": one.code, "text": note(one, locale)} for one in report.notes]
    return told


def apply(job: Job, tell: Progress) -> Answer:
    """Put the file in as it was inspected last. Tiles follow in a process of their own."""
    report = importing.run(
        job.kind,
        job.path,
        job.home,
        progress=tell,
        say=lambda one: str(reject(one, job.locale)["reason"]),
        **_said(job.options),
    )
    if report.rejects_file is not None:
        _keep_rejects(report, job)
    if report.records:
        put(Path(job.folder), RECORDS, report.records)
    told = as_json(report, job.locale) | {"preview": None}
    return {"kind": job.kind, "guessed": False, "asks": [], "options": job.options, "report": told}


def _keep_rejects(report: Report, job: Job) -> None:
    """Under the import's own number too: the next file of this name overwrites the one named after the file."""
    assert report.rejects_file is not None
    shutil.copyfile(report.rejects_file, Path(job.folder) / REJECTS)
    if report.import_id:
        shutil.copyfile(report.rejects_file, report.rejects_file.with_name(f"import-{report.import_id}.csv"))


def undo(job: Job, tell: Progress) -> Answer:
    """Take an import back, and have its tiles made again."""
    from layers.derive import derive
    from layers.store import LayerStore

    record = importing.undo(job.home, job.import_id)
    derive(LayerStore(job.home), tuple(record.layers), tell)
    return {"undone": record.id, "kind": record.kind, "file": record.file, "layers": record.layers}


def export(job: Job, tell: Progress) -> Answer:
    """A layer as the file of the job's name."""
    from layers.importing.export import export as write

    return {"count": write(job.kind, job.path, job.home, datum=job.options.get("datum") or "wgs84")}


def template(job: Job, tell: Progress) -> Answer:
    """The empty form of a register as the file of the job's name."""
    from layers.importing.templates import write_template

    write_template(job.kind, job.path)
    return {}


DEEDS: dict[str, Deed] = {
    "inspect": inspect, "apply": apply, "undo": undo, "export": export, "template": template,
}  # fmt: skip
