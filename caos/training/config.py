"""What a training run is told."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, model_validator

from caos.config import ConfigModel

Precision = Literal["auto", "32", "bf16", "16-mixed"]
Strategy = Literal["auto", "ddp", "ddp_find_unused_parameters_true"]
Optimizer = Literal["sgd", "adam"]
Decay = Literal["poly", "cosine", "steps"]


class TrainingConfig(ConfigModel):
    """The recipe. Defaults are those of the thesis (SGD, 2e-2, decay 1e-4) and of its public code (poly 0.9).

    Attributes:
        epochs: passes over the training set.
        batch_size: images per batch of each process; a step sees `batch_size * accumulate * devices` images.
        optimizer: "sgd", or "adam" with its usual 0.9 and 0.999.
        learning_rate: of the first step after the warm-up.
        momentum: of SGD.
        nesterov: whether SGD looks ahead.
        weight_decay: L2 decay of convolution and linear weights; norms and biases have none, as in the public
            code.
        decay: how the rate falls from step 0 to T: "poly" is `(1 - t / T) ** poly_power`, "cosine" half a
            cosine to 0, "steps" a tenth after each third.
        poly_power: of "poly"; 0 keeps the rate.
        warmup_steps: steps over which the rate rises linearly; a random start needs some.
        accumulate: batches whose gradients are averaged into one step.
        gradient_clip: largest L2 norm of the gradient; None leaves it alone.
        precision: "bf16" is bfloat16 autocast with float32 weights; "auto" takes it where the processor gains
            from it; "16-mixed" is float16 autocast with scaled losses, for GPUs without bfloat16.
        devices: processes that train together, one GPU each (without GPUs, on the CPU): each reads its part
            of every step, gradients are averaged.
        strategy: how; "auto" is "ddp" for several devices. Networks of which a step leaves weights unused
            need "ddp_find_unused_parameters_true".
        channels_last: keep images and weights in NHWC order, which is faster on CPUs and tensor cores.
        seed: of initial weights, order and augmentation.
        workers: processes that read images; 0 reads in the main one.
    """

    epochs: int = Field(default=20, ge=1)
    batch_size: int = Field(default=8, ge=1)
    optimizer: Optimizer = "sgd"
    learning_rate: float = Field(default=2e-2, gt=0)
    momentum: float = Field(default=0.9, ge=0, lt=1)
    nesterov: bool = False
    weight_decay: float = Field(default=1e-4, ge=0)
    decay: Decay = "poly"
    poly_power: float = Field(default=0.9, ge=0)
    warmup_steps: int = Field(default=0, ge=0)
    accumulate: int = Field(default=1, ge=1)
    gradient_clip: float | None = Field(default=None, gt=0)
    precision: Precision = "auto"
    devices: int = Field(default=1, ge=1)
    strategy: Strategy = "auto"
    channels_last: bool = True
    seed: int = Field(default=0, ge=0, lt=2**32)
    workers: int = Field(default=0, ge=0)

    @model_validator(mode="after")
    def _nesterov_has_momentum(self) -> TrainingConfig:
        if self.nesterov and not self.momentum:
            raise ValueError("nesterov looks ahead along the momentum; set momentum above 0")
        return self
