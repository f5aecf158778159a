"""`danchieu eval` and `danchieu bench`: found by the command line as entry points, so that nothing imports eval."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from eval.errors import EvalError

if TYPE_CHECKING:
    from assistant.assistant import Assistant
    from assistant.intake import FileReport
    from assistant.settings import Settings
    from eval.gold import GoldDocument
    from eval.report import Report
    from ingest.model import Document

_HERE = Path(__file__).parent
SAMPLE_SET = _HERE / "questions" / "sample.jsonl"
GOLD = _HERE / "reading"
SHARED = _HERE.parent.parent / "shared"
SAMPLE_CORPUS = _HERE.parent / "ingest" / "sample"

json_option = click.option("--json", "as_json", is_flag=True, help="Chỉ in JSON.")
_file = click.Path(path_type=Path, exists=True, dir_okay=False)
_folder = click.Path(path_type=Path, exists=True, file_okay=False)


@click.command("eval")
@click.option("--set", "question_set", type=_file, help="Tệp câu hỏi (JSON, mỗi dòng một câu); mặc định: bộ mẫu.")
@click.option(
    "--corpus",
    type=_folder,
    help="Hỏi trên văn bản của thư mục này thay vì kho đang có; ghi được nhiều lần.",
    multiple=True,
)
@click.option(
    "--report",
    type=click.Path(path_type=Path, file_okay=False),
    help="Ghi trang báo cáo vào thư mục này và so với lần trước.",
)
@click.option("--floor", type=_file, help="Tệp mức sàn (JSON); kết quả thấp hơn thì lệnh trả về 1.")
@click.option("--baselines", is_flag=True, help="So với cách thường làm: cửa sổ 1.000 ký tự tìm bằng véc tơ và BM25.")
@click.option("--failures", is_flag=True, help="Kèm từng câu trả lời sai và đáp án.")
@click.option("--held", is_flag=True, help="Hỏi cả những câu để riêng.")
@json_option
@click.pass_obj
def eval_command(
    settings: Settings,
    question_set: Path | None,
    corpus: tuple[Path, ...],
    report: Path | None,
    floor: Path | None,
    baselines: bool,
    failures: bool,
    held: bool,
    as_json: bool,
) -> None:
    """Chạy bộ câu hỏi đánh giá và cho điểm.

    Bộ mẫu hỏi trên văn bản mẫu đi kèm. Bộ khác, nếu không có --corpus, hỏi trên kho đang có.
    """
    from eval.comparison import last_results
    from eval.floor import load_floor
    from eval.questions import load_questions
    from eval.report import Report, report_json, report_text

    if question_set is None:
        question_set, corpus = SAMPLE_SET, corpus or (SAMPLE_CORPUS,)
    with _told():
        questions = load_questions(question_set, held=held)
        least = load_floor(floor) if floor else None
        before = last_results(report) if report else None
    failed: list[FileReport] = []
    from eval.evaluation import evaluate  # only now: a wrong set is told without loading the assistant
    from eval.windows import baselines as shown_by

    with _assistant(settings, corpus, failed.append) as assistant:
        outcomes = evaluate(assistant, questions)
        documents = assistant.library.documents([card.id for card in assistant.library.cards()]).values()
        beside = shown_by(documents, assistant.embedder, questions) if baselines or report else {}
    done = Report(f"{question_set.name}: {len(outcomes)} câu hỏi", outcomes, beside, before)
    if report is not None:
        _write_report(report, done, {document.file: document for document in documents})
    click.echo(_json(report_json(done, failures=failures)) if as_json else report_text(done, failures=failures))
    below = list(least.broken(done.whole)) if least else []
    for line in [f"lỗi: {file.error}" for file in failed] + [f"dưới mức sàn: {line}" for line in below]:
        click.echo(line, err=True)
    sys.exit(1 if failed or below else 0)


def _write_report(folder: Path, report: Report, documents: Mapping[str, Document]) -> None:
    from eval.page import report_html
    from eval.report import report_json

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text(report_html(report, documents), encoding="utf-8")
    (folder / "report.json").write_text(_json(report_json(report, failures=True)), encoding="utf-8")


@contextmanager
def _assistant(
    settings: Settings, corpus: Sequence[Path], on_failure: Callable[[FileReport], None]
) -> Iterator[Assistant]:
    from assistant.assistant import open_assistant
    from eval.evaluation import temporary_assistant

    if not corpus:
        yield open_assistant(settings)
        return
    with temporary_assistant(corpus, settings, on_failure) as assistant:
        yield assistant


@click.group("bench")
def bench_command() -> None:
    """Đo tìm kiếm, tốc độ và việc đọc văn bản."""


@bench_command.command("retrieval")
@click.argument("folder", metavar="DIR", type=_folder)
@json_option
@click.pass_obj
def bench_retrieval(settings: Settings, folder: Path, as_json: bool) -> None:
    """Đo tìm kiếm trên bộ dữ liệu theo kiểu BEIR: corpus.jsonl(.gz), queries.jsonl, qrels.tsv."""
    from eval.beir import read_benchmark
    from eval.retrieval import run_benchmark
    from vectorstore.embedder import load_embedder

    with _told():
        benchmark = read_benchmark(folder)
    result = run_benchmark(benchmark, load_embedder(settings.embedder))
    if as_json:
        click.echo(_json(result))
        return
    times = result["ms_per_query"]
    click.echo(
        f"{result['documents']} văn bản, {result['queries']} câu hỏi; lập chỉ mục {result['index_seconds']:.1f} s"
    )
    click.echo(f"mỗi câu {times['p50']:.1f} ms (p50), {times['p95']:.1f} ms (p95)")
    for name, values in result.items():
        if isinstance(values, dict) and "acc@1" in values:
            click.echo(f"{name:<15}" + "  ".join(f"{measure} {value:.4f}" for measure, value in values.items()))


@bench_command.command("reading")
@click.argument("gold", type=click.Path(path_type=Path, exists=True), default=GOLD)
@click.option("--files", "folder", type=_folder, help="Thư mục có các văn bản; mặc định: ../shared cạnh dự án.")
@click.option("--held", is_flag=True, help="Chỉ đo những văn bản để riêng.")
@click.option(
    "--rescanned",
    type=click.Path(path_type=Path, file_okay=False),
    help="In rồi quét lại các văn bản có chữ vào thư mục này và đo việc đọc bản quét, thay cho bộ GOLD.",
)
@click.option("--failures", is_flag=True, help="Kèm từng chỗ thiếu và thừa của mỗi văn bản.")
@click.option("--speed", is_flag=True, help="Đo cả tốc độ và bộ nhớ (vài phút).")
@json_option
@click.pass_obj
def bench_reading_command(
    settings: Settings,
    gold: Path,
    folder: Path | None,
    held: bool,
    rescanned: Path | None,
    failures: bool,
    speed: bool,
    as_json: bool,
) -> None:
    """Đo việc đọc: địa chỉ, phần đầu, viện dẫn, thời hạn, nhiệm vụ, so với bộ đáp án GOLD và một cách đọc đơn giản."""
    from assistant.intake import limits_of
    from eval import reading_bench, reading_speed
    from eval.gold import load_gold

    folder, limit = folder or SHARED, limits_of(settings).max_bytes
    with _told():
        if rescanned is None:
            documents = load_gold(gold, held=held)
        else:
            documents = _rescanned(folder, rescanned, held=held, max_bytes=limit)
            folder = rescanned
        report = reading_bench.ReadingReport([*reading_bench.bench_reading(documents, folder, max_bytes=limit)])
        measured = None
        if speed:
            with reading_bench.files_of(documents, folder) as files:
                measured = reading_speed.measure(documents, files, max_bytes=limit)
    if as_json:
        told = reading_bench.as_json(report, failures=failures)
        click.echo(_json(told if measured is None else told | {"speed": measured}))
    else:
        click.echo(reading_bench.as_text(report, failures=failures))
        if measured is not None:
            click.echo(reading_speed.as_text(measured))
    for outcome in report.outcomes:
        if outcome.error:
            click.echo(f"lỗi: {outcome.error}", err=True)
    sys.exit(1 if any(outcome.error for outcome in report.outcomes) else 0)


def _rescanned(folder: Path, place: Path, *, held: bool, max_bytes: int) -> dict[str, GoldDocument]:
    from eval.rescanning import rescan

    click.echo("… in và quét lại các văn bản (lần đầu mất vài phút)", err=True)
    return rescan(folder, _HERE.parent, place, held=held, max_bytes=max_bytes)


@bench_command.command("speed")
@click.option("--clauses", type=click.IntRange(min=1), required=True, help="Bao nhiêu điều khoản và gạch đầu dòng.")
@click.option("--keep", type=click.Path(path_type=Path, file_okay=False), help="Giữ kho lại trong thư mục này.")
@json_option
@click.pass_obj
def bench_speed_command(settings: Settings, clauses: int, keep: Path | None, as_json: bool) -> None:
    """Đo tốc độ, bộ nhớ và đĩa trên một kho ghép từ các văn bản thật."""
    from eval.speed.bench import as_text, bench_speed

    with _told():
        report = bench_speed(
            clauses, settings.embedder, keep=keep, tell=lambda stage: click.echo(f"… {stage}", err=True)
        )
    click.echo(_json(report) if as_json else as_text(report))


@bench_command.command("load")
@click.option("--clauses", type=click.IntRange(min=1), default=100_000, show_default=True, help="Bao nhiêu điều khoản.")
@click.option("--store", "kept", type=_folder, help="Kho có sẵn (“bench speed --keep”), thay cho ghép kho mới.")
@click.option("--seconds", type=click.FloatRange(min=1), default=20, show_default=True, help="Hỏi trong bao lâu.")
@click.option("--at-once", type=click.IntRange(min=1), default=20, show_default=True, help="Số người hỏi cùng lúc.")
@click.option("--connections", type=click.IntRange(min=1), default=500, show_default=True, help="Số kết nối đọc chậm.")
@click.option("--files", type=click.IntRange(min=0), default=1000, show_default=True, help="Số tệp nạp trong khi hỏi.")
@click.option("--soak", "soak_s", type=click.FloatRange(min=0), default=0, help="Hỏi liên tục thêm chừng ấy giây.")
@json_option
@click.pass_obj
def bench_load_command(settings: Settings, /, kept: Path | None, as_json: bool, **load: Any) -> None:
    """Đo dịch vụ khi nhiều người hỏi, đọc chậm, nạp tệp, quá tải và khi dừng."""
    from eval.load.bench import Load, as_text, bench_load

    with _told():
        report = bench_load(
            Load(**load), settings.embedder, kept, tell=lambda stage: click.echo(f"… {stage}", err=True)
        )
    click.echo(_json(report) if as_json else as_text(report))


@bench_command.command("growth")
@click.argument("reports", nargs=-1, required=True, type=click.File(encoding="utf-8"))
@click.option("--plot", "target", required=True, type=click.Path(path_type=Path, dir_okay=False), help="Tệp SVG.")
def bench_growth(reports: tuple[TextIO, ...], target: Path) -> None:
    """Vẽ các kết quả của “bench speed --json” theo số điều khoản."""
    from eval.speed.growth import plot

    target.write_text(plot([json.load(report) for report in reports]) + "\n", encoding="utf-8")


@contextmanager
def _told() -> Iterator[None]:
    """What is wrong with a file that the caller named ends the call with status 2."""
    try:
        yield
    except (EvalError, OSError) as error:
        raise click.UsageError(str(error)) from error


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
