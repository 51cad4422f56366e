"""Everything one hands to a trainer: the data file, dataset_info.json, manifest.json and a README, also as one zip."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from typing import BinaryIO

from curation.dataset.formats import Writer, writers
from curation.dataset.manifest import Facts, Manifest, describe
from curation.dataset.rows import DataSet, Row

DATASET = "ruwo"
"""Name of the data set in dataset_info.json and of its file. Fixed, because a chat's or person's name is private."""

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can hold; the time of export would make equal bundles differ

README = """\
Ruwo data set / 如我数据集

{file}
    The training conversations. Upload this file where a platform (such as iFlytek MaaS) asks for ShareGPT data.
    训练对话。平台（如讯飞星辰 MaaS）要求上传 ShareGPT 数据时，上传这个文件。
dataset_info.json
    For LLaMA-Factory: unpack everything into one folder and set dataset_dir to it, dataset: {dataset}
    供 LLaMA-Factory 使用：全部解压到同一文件夹，把 dataset_dir 指向它，dataset 填 {dataset}
manifest.json
    What is inside, in numbers, with a SHA-256 of each file. It holds no chat text.
    内容统计和每个文件的 SHA-256，不含聊天内容。
privacy-report
    What was found and replaced, what was left open, for people to read. It holds no private value.
    隐私报告：找到了什么、替换了什么、还有什么没定，不含任何隐私内容。

Each row has its own system text; chat with the tuned model using the same one.
每条对话都带有 system（人设）；与训练好的模型聊天时，请使用同样的人设。
Private values were replaced before export, but these are still real people talking: share only with their consent.
隐私信息在导出前已替换，但这仍是真实的人之间的对话：未经对方同意，请勿分享。
"""


@dataclass(frozen=True, slots=True)
class Pack:
    """The finished files by name, ``manifest.json`` among them."""

    files: Mapping[str, bytes]
    data_file: str
    manifest: Manifest


def pack(data: DataSet, facts: Facts, *, format: str = "sharegpt", report: tuple[str, str] | None = None) -> Pack:
    """The files of a data set; the same bytes for the same input. Raises KeyError when ``format`` has no writer.

    ``report``: file name and content of a report to go with them.
    """
    writer = writers()[format]
    data_file = f"{DATASET}.{writer.EXTENSION}"
    files = {data_file: written(data.rows, writer)}
    if writer.ENTRY:
        files["dataset_info.json"] = _dataset_info(data_file, writer)
    files["README.txt"] = README.format(file=data_file, dataset=DATASET).encode("utf-8")
    if report:
        name, content = report
        files[name] = content.encode("utf-8")
    manifest = describe(data, files, facts, format=format)
    return Pack(files | {"manifest.json": manifest.to_bytes()}, data_file, manifest)


def write_zip(files: Mapping[str, bytes], stream: BinaryIO) -> None:
    """A zip of the files in name order, without times or anything else of this machine."""
    with zipfile.ZipFile(stream, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system = 3  # else it tells Windows from the rest
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, files[name])


def written(rows: tuple[Row, ...], writer: Writer) -> bytes:
    """The data file as bytes."""
    stream = io.BytesIO()
    writer.write(rows, stream)
    return stream.getvalue()


def _dataset_info(data_file: str, writer: Writer) -> bytes:
    info = {DATASET: {"file_name": data_file, **writer.ENTRY}}
    return json.dumps(info, ensure_ascii=False, indent=2).encode("utf-8") + b"\n"
