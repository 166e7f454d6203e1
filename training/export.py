"""Makes the shipped model of a training run: `python -m training.export [--epoch N]`.

In: `training/build/epoch-N.pt` (the last one by default) and `labels.json`. Out: `training/build/encoder.fp32.onnx`, and in
`trucebook/data/model/`: `encoder.onnx` (int8), `labels.npz` (the label scorer, for words whose head is decided anew),
`tokenizer.json` and `meta.json` (labels, data, seed, sha256).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import time
from pathlib import Path

import numpy as np
import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from training.model import Model
from training.run import BUILD, minilm
from training.treebanks import country_names

SHIPPED = Path(__file__).parent.parent / "trucebook/data/model"
INPUTS = ("pieces", "cases", "first", "last", "starts")
OUTPUTS = (
    "upos", "feats", "lemma", "names", "things", "begins", "heads", "labels", "arcs", "label_dependents", "label_heads",
)  # fmt: skip
SOURCES = [
    "UD English EWT 2 train and dev (CC BY-SA 4.0)",
    "GUM, openly licensed train documents (annotations CC BY 4.0)",
    "Universal NER, English EWT dev (CC BY-SA 4.0)",
    "re3d train and dev (Open Government Licence v3)",
    "all-MiniLM-L6-v2 weights (Apache-2.0)",
]


def export_fp32(model: Model, target: Path) -> None:
    """Writes the graph in fp32, opset 17, with free numbers of chunks, pieces and words."""
    pieces = torch.tensor([[101, 7566, 7107, 1012, 102], [101, 7566, 102, 0, 0]])
    first = torch.tensor([[1, 2, 3], [1, 0, 0]])
    example = (pieces, torch.zeros_like(pieces), first, first, torch.zeros_like(first))
    axes = {name: {0: "chunks", 1: "pieces" if name in ("pieces", "cases") else "words"} for name in (*INPUTS, *OUTPUTS)}
    axes["arcs"] = {0: "chunks", 1: "words", 2: "heads"}
    axes["label_heads"] = {0: "chunks", 1: "heads"}
    torch.onnx.export(
        model, example, str(target), input_names=list(INPUTS), output_names=list(OUTPUTS),
        dynamic_axes=axes, opset_version=17, dynamo=False,
    )  # fmt: skip


def quantise(source: Path, target: Path, *, per_channel: bool, reduce_range: bool) -> None:
    """int8 weights for all matrix products and embeddings; activations are quantised as they come."""
    quantize_dynamic(
        source, target, op_types_to_quantize=["MatMul", "Gemm", "Gather"], weight_type=QuantType.QInt8,
        per_channel=per_channel, reduce_range=reduce_range,
    )  # fmt: skip


def sha256(path: Path) -> str:
    """The file's digest in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def newest() -> int:
    """The number of the last finished epoch."""
    numbers = [int(path.stem.partition("-")[2]) for path in BUILD.glob("epoch-*.pt")]
    if not numbers:
        raise SystemExit(f"no epoch-N.pt in {BUILD}: run python -m training.run first")
    return max(numbers)


def ship(epoch: int, *, version: str, per_channel: bool, reduce_range: bool) -> None:
    """Exports one epoch into the package."""
    labels = json.loads((BUILD / "labels.json").read_text(encoding="utf-8"))
    model = Model(labels)
    model.load_state_dict(torch.load(BUILD / f"epoch-{epoch}.pt", weights_only=True))
    model.eval()
    fp32, int8 = BUILD / "encoder.fp32.onnx", SHIPPED / "encoder.onnx"
    export_fp32(model, fp32)
    onnx.checker.check_model(str(fp32))
    SHIPPED.mkdir(parents=True, exist_ok=True)
    quantise(fp32, BUILD / "encoder.int8.onnx", per_channel=per_channel, reduce_range=reduce_range)
    tree = model.heads["tree"]
    np.savez(
        SHIPPED / "labels.npz",
        weight=tree.label_weight.weight.detach().numpy().astype(np.float16),
        bias_weight=tree.label_bias.weight.detach().numpy().astype(np.float16),
        bias=tree.label_bias.bias.detach().numpy().astype(np.float16),
    )
    shutil.copyfile(BUILD / "encoder.int8.onnx", int8.with_suffix(".partial"))
    int8.with_suffix(".partial").replace(int8)  # at once, so that nobody loads half a model
    shutil.copyfile(minilm() / "tokenizer.json", SHIPPED / "tokenizer.json")
    meta = {
        "name": "trucebook-encoder", "version": version, "made": time.strftime("%Y-%m-%d"), "epoch": epoch, "seed": 1,
        "sources": SOURCES, "sha256": sha256(int8), "states": sorted(country_names()), "labels": labels,
    }  # fmt: skip
    (SHIPPED / "meta.json").write_text(json.dumps(meta, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(f"epoch {epoch}: {int8} {int8.stat().st_size / 1e6:.1f} MB (fp32 {fp32.stat().st_size / 1e6:.1f} MB)")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--epoch", type=int, default=0, help="default: the last finished one")
    parser.add_argument("--version", default="0.2.0")
    parser.add_argument("--per-channel", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--reduce-range", action=argparse.BooleanOptionalAction, default=True)
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    ship(
        arguments.epoch or newest(), version=arguments.version,
        per_channel=arguments.per_channel, reduce_range=arguments.reduce_range,
    )  # fmt: skip


if __name__ == "__main__":
    main()
