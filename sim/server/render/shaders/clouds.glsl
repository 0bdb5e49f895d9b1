// Clouds from below: cumulus as a stack of slices through towers, and a closed grey layer.
uniform sampler2D clouds;       // r: how high a cloud towers, g: finer billows; equally frequent values
uniform vec3 cloud_lit;
uniform vec3 cloud_dark;
uniform float cover;            // 0..1
uniform float closed;           // 0: single clouds .. 1: one layer
uniform float wind;             // 0..1

const float PLANET = 6360.0;    // kilometres
const float BASE = 1.15;        // kilometres
const int STEPS = 6;
const float SOFT = 0.12;        // how far inside a cloud is opaque
const float TILE = 11.0;        // kilometres
const float NOISE_SIDE = 512.0; // texels of a tile

// Kilometres from the base of the highest cloud to its top.
float deep() {
    return 0.06 + 0.4 * cover;
}

// Kilometres along a ray up to a shell at a height.
float reach(float climb, float height) {
    float down = PLANET * climb;
    return 2.0 * PLANET * height / (down + sqrt(down * down + 2.0 * PLANET * height));
}

// Where a ray that has climbed to `rise` (0..1 of the clouds' depth) is, in tiles; wind leans the towers.
vec2 place_at(vec3 direction, float climb, float rise) {
    return (direction.xy * reach(climb, BASE + deep() * rise) + wind * vec2(0.9, 0.35) * rise) / TILE;
}

// How far a place is inside a smooth tower: below 0 it is in clear air.
float inside(vec2 place, float rise, float level) {
    return textureLod(clouds, place, level).r - 1.0 + cover * (1.12 - 0.8 * rise * rise);
}

// A ray climbs by steps to the first tower: how far inside it got, and how high up it was there.
vec2 met(vec3 direction, float climb, float level) {
    // No detail finer than a step, or it would be seen once at every step.
    float coarse = max(level, log2(deep() / (float(STEPS - 1) * climb * TILE) * NOISE_SIDE) + 0.4);
    float last = -1.0;
    float best = -1.0;
    float rise = 0.0;
    for (int number = 0; number < STEPS && last < SOFT; ++number) {
        float here = float(number) / float(STEPS - 1);
        float now = inside(place_at(direction, climb, here), here, coarse);
        float share = clamp((SOFT - last) / max(now - last, 1e-4), 0.0, 1.0);
        rise = now > best ? max(here - (1.0 - share) / float(STEPS - 1), 0.0) : rise;
        best = max(best, now);
        last = now;
    }
    return vec2(best, rise);
}

// Radiance and cover of single clouds; billows eat into the smooth towers. `pixel` in radians.
vec4 cumulus(vec3 direction, float pixel) {
    float climb = max(direction.z, 0.01);
    float level = log2(reach(climb, BASE) * pixel / climb * NOISE_SIDE / TILE) - 0.6;
    vec2 found = met(direction, climb, level);
    vec2 place = place_at(direction, climb, found.y);
    float billow = 0.6 * textureLod(clouds, place, level).g
                 + 0.4 * textureLod(clouds, place * 6.7, level + 2.74).g - 0.5;
    float here = textureLod(clouds, place, max(level, 1.0)).r;
    float sunward_ = textureLod(clouds, place + 0.025 * disc_direction.xy, max(level, 2.0)).r;
    float deep_in = found.x + billow * (0.10 + 0.14 * cover);
    float towards = dot(direction, disc_direction);
    float rim = exp2(18.0 * (towards - 1.0));
    float thin = 1.0 - smoothstep(0.0, 0.25, deep_in);
    float bright = 0.12 + found.y * (0.7 - 0.3 * towards) + 1.1 * (here - sunward_) + 0.25 * billow;
    bright = clamp(bright + thin * (0.12 + rim), 0.0, 1.0);
    float amount = smoothstep(0.0, SOFT, deep_in) * exp(-0.03 * reach(climb, BASE));
    return vec4(mix(cloud_dark, cloud_lit * (1.0 + 0.8 * rim), bright), amount);
}

// Radiance of a closed layer, ragged and streaked by wind.
vec3 stratus(vec3 direction) {
    vec2 place = direction.xy * reach(max(direction.z, 0.01), 0.9) / 9.0 * vec2(1.0 - 0.5 * wind, 1.0);
    float ragged = textureLod(noise, place + 0.31, 0.0).r * 0.65 + textureLod(noise, place * 3.7, 0.0).r * 0.35;
    float flattened = smoothstep(0.0, 0.25, direction.z);
    float bright = mix(0.55, smoothstep(0.25, 0.75, ragged), 0.35 + 0.5 * flattened);
    return mix(cloud_dark, cloud_lit, bright) * (0.72 + 0.28 * max(direction.z, 0.0));
}

// The whole sky: what is behind the clouds, and the clouds.
vec3 sky(vec3 direction, float pixel) {
    vec3 color = clear_sky(direction);
    vec4 single = cumulus(direction, pixel);
    float layer = closed * closed;
    float open = (1.0 - single.a) * (1.0 - layer);
    color += star_light(direction, pixel) * stars;
    color = mix(mix(color, single.rgb, single.a), stratus(direction), layer);
    return color + disc_light(direction) * open * open;
}
