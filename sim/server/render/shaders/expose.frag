#include "facet.glsl"
#include "film.glsl"

// Film: the light that reaches each pixel through the lens, and what its color may be lent to.
uniform usampler2D identities;
uniform sampler2D texels;
uniform sampler2D radiances;
uniform sampler2D glows;       // a quarter of the size: light scattered in the lens
uniform float kept;            // share of light that the lens does not scatter
uniform vec2 vignette;         // place on the picture -> tangent of the angle to the axis

in vec2 point;
layout(location = 0) out vec4 film;
layout(location = 1) out uint key;

// Light that falls in at an angle weakens with the fourth power of its cosine.
float dimming() {
    vec2 place = point * vignette;
    float cosine = 1.0 / (1.0 + dot(place, place));
    return cosine * cosine;
}

void main() {
    ivec2 pixel = ivec2(gl_FragCoord.xy);
    vec3 light = texelFetch(radiances, pixel, 0).rgb * kept + textureLod(glows, point * 0.5 + 0.5, 0.0).rgb;
    film = vec4(on_film(light * dimming()), 1.0);
    uint identity = texelFetch(identities, pixel, 0).r;
    uint facet = uint(texelFetch(texels, pixel, 0).a * 255.0 + 0.5);
    key = identity == 0u ? 0u : blend_key(identity, facet);
}
