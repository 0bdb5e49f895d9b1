"""The embedded server's eye: scenes drawn with OpenGL into color, tags, instances and depth.

A picture goes through these stages (seconds at 1280x720 in a generated town, Mesa's llvmpipe
on two cores):

1. `passes.see`: what is seen at each pixel's centre: identity, texel, normal and depth (0.12). With
   `rgb=False` only identity and depth, and that is all (0.05).
2. `passes.sample`: a key of instance, surface and direction at four places per pixel (0.05 to 0.07).
3. `shadows`: the sun's depth maps (0.13; nothing when sun, view and scene are as they were).
4. `post`: ambient occlusion (0.02), lighting once per pixel with reflections (0.12); `film`: 0.06.

Why deferred, and why this anti-aliasing: ids must not be blended and must hold at pixel centres, so color and
ids cannot share a multisampled target. Shading is what costs on a processor; done once per pixel and spread
over edges by the keys of stage 2, the first version of this renderer took 0.65 s of processor time; with 2x2
supersampling 1.75 s, with no fewer steps on an edge.
"""

from .renderer import Renderer

__all__ = ["Renderer"]
