"""How much longer reading a source takes than a bare read of the same file, measured in one run.

    python bench/sources.py [FILE …]

Without files it takes the samples beside the repository, or writes a chat of its own. Prints, for each file, the best
of several runs of ``sources.read`` over ``list(csv.reader(…))`` or ``orjson.loads(…)``; the goal is a ratio up to 3.
"""

from __future__ import annotations

import csv
import gc
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import orjson

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from curation import sources  # noqa: E402

SAMPLES = ROOT / "../shared/data/memotrace"
GOAL = 3.0
WORDS = (
    "今天 晚上 我们 一起 去 吃 火锅 吧 好呀 你 到 了 没 还在 路上 堵车 哈哈哈 随便 都行 那家 店 排队 太 久 算了".split()
)


def bare(path: Path) -> None:
    """The least any program must do with the file."""
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as stream:
            list(csv.reader(stream))
    else:
        orjson.loads(path.read_bytes())


def best(run: Callable[[], object], times: int = 7) -> float:
    """Seconds of the fastest run: what the machine can do when nobody disturbs it."""
    seconds = []
    for _ in range(times):
        gc.collect()
        start = time.perf_counter()
        run()
        seconds.append(time.perf_counter() - start)
    return min(seconds)


def sentence(rng: random.Random) -> str:
    return "".join(rng.choices(WORDS, k=rng.randint(2, 12)))


def write_csv(path: Path, messages: int, rng: random.Random) -> Path:
    """A private chat as MemoTrace v3 writes it."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow("消息ID 类型 发送人 时间 内容 备注 昵称 更多信息".split())
        for number in range(messages):
            when = time.strftime("%Y-%m-%d %H:%M:%S", time.gmtime(1_700_000_000 + 60 * number))
            person = ("阿岚", "", "") if rng.random() < 0.5 else ("小满", "小满", "小满同学")
            writer.writerow(
                [str(7 * 10**18 + number), "文本", person[0], when, sentence(rng), person[1], person[2], "more"]
            )
    return path


def write_training(path: Path, conversations: int, rng: random.Random) -> Path:
    """A training JSON as MemoTrace v3 writes it."""
    system = {"role": "system", "content": "你是阿岚，一个聪明、热情、善良的人，后面的对话来自小满，你要认真地回答他"}
    made = []
    for _ in range(conversations):
        turns = [{"role": role, "content": sentence(rng)} for role in ("user", "assistant") * rng.randint(1, 5)]
        made.append({"conversations": [system, *turns]})
    path.write_bytes(orjson.dumps(made, option=orjson.OPT_INDENT_2))
    return path


def inputs(folder: Path) -> list[Path]:
    """The files named on the command line, the samples, or files made for the occasion."""
    if named := [Path(name) for name in sys.argv[1:]]:
        return named
    samples = [SAMPLES / "private_93k.csv", SAMPLES / "training_3900_conversations.json"]
    if all(sample.exists() for sample in samples):
        return samples
    rng = random.Random(7)
    return [write_csv(folder / "chat.csv", 93_589, rng), write_training(folder / "chat.json", 3_924, rng)]


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        for path in inputs(Path(folder)):
            floor, ours = best(lambda: bare(path)), best(lambda: sources.read(path))  # noqa: B023
            ratio = ours / floor
            verdict = "ok" if ratio <= GOAL else f"over the goal of {GOAL:g}"
            print(f"{path.name}: bare {floor * 1e3:.1f} ms, read {ours * 1e3:.1f} ms, ratio {ratio:.2f} ({verdict})")


if __name__ == "__main__":
    main()
