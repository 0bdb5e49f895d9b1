// A sixteenth of the picture: mean light for the exposure meter and for bloom, and what stands there.
#define BRIGHTEST 500.0    // one glittering pixel must not outshine the rest

uniform sampler2D radiances;
uniform sampler2D depths;
uniform usampler2D identities;

in vec2 point;
layout(location = 0) out vec4 light;
layout(location = 1) out vec2 facts;   // nearest reversed depth, share of sky

// Light as a number that can be added up, whatever the lighting came to.
vec3 sane(vec3 value) {
    return any(isnan(value)) ? vec3(0.0) : clamp(value, 0.0, BRIGHTEST);
}

void main() {
    ivec2 corner = ivec2(gl_FragCoord.xy) * 4;
    ivec2 last = textureSize(radiances, 0) - 1;
    vec3 sum = vec3(0.0);
    for (int row = 0; row < 4; ++row)
        for (int column = 0; column < 4; ++column)
            sum += sane(texelFetch(radiances, min(corner + ivec2(column, row), last), 0).rgb);
    light = vec4(sum * 0.0625, 1.0);
    facts = vec2(0.0);
    for (int number = 0; number < 4; ++number) {
        ivec2 place = min(corner + ivec2(number & 1, number >> 1) * 2 + 1, last);
        facts.x = max(facts.x, texelFetch(depths, place, 0).r);
        facts.y += texelFetch(identities, place, 0).r == 0u ? 0.25 : 0.0;
    }
}
