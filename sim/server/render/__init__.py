"""The embedded server's eye: scenes drawn with OpenGL into color, tags, instances and depth.

A picture goes through these stages (processor seconds at 1280x720 in a generated town, Mesa's llvmpipe):

1. `passes.see`: what is seen at each pixel's centre: identity, texel, normal and depth (0.15 to 0.25). With
   `rgb=False` only identity and depth, and that is all (0.06).
2. `passes.sample`: a key of instance, surface and direction at four places per pixel (0.05 to 0.12).
3. `shadows`: the sun's depth maps (0.1 to 0.2; nothing when sun, view and scene are as they were).
4. `post`: ambient occlusion (0.03), lighting once per pixel (0.15), tone mapping with anti-aliasing (0.07).

Why deferred, and why this anti-aliasing: ids must not be blended and must hold at pixel centres, so color and
ids cannot share a multisampled target. Shading is what costs on a processor; done once per pixel and spread
over edges by the keys of stage 2, a picture takes 0.65 s of processor time. With 2x2 supersampling it takes
1.75 s and has no more steps on an edge.
"""

from .renderer import Renderer

__all__ = ["Renderer"]
