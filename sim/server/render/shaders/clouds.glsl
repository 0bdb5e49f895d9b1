// Clouds from below: cumulus as a stack of slices through towers, and a closed grey layer.
uniform sampler2D clouds;       // r: how high a cloud towers, g: finer billows; equally frequent values
uniform vec3 cloud_lit;
uniform vec3 cloud_dark;
uniform float cover;            // 0..1
uniform float closed;           // 0: single clouds .. 1: one layer
uniform float wind;             // 0..1

const float PLANET = 6360.0;    // kilometres
const float BASE = 1.15;
const int STEPS = 6;
const float SOFT = 0.12;        // how far inside a cloud is opaque
const float TILE = 11.0;

// Kilometres along a ray up to a shell at a height.
float reach(float climb, float height) {
    float down = PLANET * climb;
    return 2.0 * PLANET * height / (down + sqrt(down * down + 2.0 * PLANET * height));
}

// How far inside a tower a place is, `rise` (0..1) above the clouds' base: below 0 it is in clear air.
float inside(float tower, float rise) {
    return tower - 1.0 + cover * (1.12 - 0.8 * rise * rise);
}

// Radiance and cover of single clouds; `pixel` in radians. A ray climbs by steps and stops at the first smooth tower;
// billows then eat into what it met.
vec4 cumulus(vec3 direction, float pixel) {
    float climb = max(direction.z, 0.01);
    float depth = 0.06 + 0.4 * cover;
    float level = log2(reach(climb, BASE) * pixel / climb * 512.0 / TILE) - 0.6;
    float march = max(level, log2(depth / (float(STEPS - 1) * climb * TILE) * 512.0) + 0.4);
    vec2 lean = wind * vec2(0.9, 0.35);
    float last = -1.0;
    float best = -1.0;
    float rise = 0.0;
    for (int step_ = 0; step_ < STEPS && last < SOFT; ++step_) {
        float here = float(step_) / float(STEPS - 1);
        vec2 place = (direction.xy * reach(climb, BASE + depth * here) + lean * here) / TILE;
        float now = inside(textureLod(clouds, place, march).r, here);
        float share = clamp((SOFT - last) / max(now - last, 1e-4), 0.0, 1.0);
        rise = now > best ? max(here - (1.0 - share) / float(STEPS - 1), 0.0) : rise;
        best = max(best, now);
        last = now;
    }
    float far = reach(climb, BASE + depth * rise);
    vec2 place = (direction.xy * far + lean * rise) / TILE;
    vec2 near = textureLod(clouds, place, level).rg;
    float billow = 0.6 * near.g + 0.4 * textureLod(clouds, place * 6.7, level + 2.74).g - 0.5;
    float smooth_ = textureLod(clouds, place, max(level, 1.0)).r;
    float behind = textureLod(clouds, place + 0.025 * disc_direction.xy, max(level, 2.0)).r;
    float towards = dot(direction, disc_direction);
    float rim = exp2(18.0 * (towards - 1.0));
    best += billow * (0.10 + 0.14 * cover);
    float thin = 1.0 - smoothstep(0.0, 0.25, best);
    float bright = 0.12 + rise * (0.7 - 0.3 * towards) + 1.1 * (smooth_ - behind) + 0.25 * billow + thin * (0.12 + rim);
    float amount = smoothstep(0.0, SOFT, best) * exp(-far * 0.03);
    return vec4(mix(cloud_dark, cloud_lit * (1.0 + 0.8 * rim), clamp(bright, 0.0, 1.0)), amount);
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
