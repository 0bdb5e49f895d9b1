// One shading per pixel that shows something: sun with shadow, sky light, reflections, lamps, haze.
#include "surface.glsl"
#include "sky.glsl"
#include "normal.glsl"

uniform vec3 eye;
uniform mat3 axes;              // columns: right, up, forward
uniform vec3 lens;              // horizontal and vertical scale, near plane
uniform vec3 harmonics[9];       // of the ambient light
uniform vec3 light_direction;
uniform vec3 light;
uniform vec3 sky_light;
uniform vec3 ground_light;

uniform usampler2D identities;
uniform sampler2D texels;
uniform sampler2D normals;
uniform sampler2D depths;
uniform sampler2D occlusion;    // half size: openness, depth in metres

layout(std430, binding = 0) readonly buffer Surfaces {
    vec4 surfaces[];            // two per surface: linear color, roughness; metallic, emission,
                                // how much water makes it shine, translucency
};

uniform sampler2D noise;        // tileable fractal noise, mean 0.5

#include "shadowed.glsl"
#include "wet.glsl"
#include "reflect.glsl"
#include "lamps.glsl"
#include "emission.glsl"

in vec2 point;
layout(location = 0) out vec4 radiance;
layout(location = 1) out vec4 polish;    // share of the mirrored light in the picture, roughness, normal

vec3 linear(vec3 srgb) {
    return srgb * (srgb * (srgb * 0.305306011 + 0.682171111) + 0.012522878);
}

// Openness to the sky, from the nearest four of half the pixels, those at another depth left out.
float open_sky(ivec2 pixel, float depth) {
    ivec2 last = textureSize(occlusion, 0) - 1;
    ivec2 corner = (pixel - 1) >> 1;
    vec2 sum = vec2(1e-4);
    for (int number = 0; number < 4; ++number) {
        ivec2 place = corner + ivec2(number & 1, number >> 1);
        vec2 near = texelFetch(occlusion, clamp(place, ivec2(0), last), 0).rg;
        vec2 share = 1.0 - 0.25 * abs(vec2(pixel - 2 * place));
        float alike = max(1.0 - abs(near.g - depth) / (0.06 * depth), 1e-3);
        sum += vec2(near.r, 1.0) * max(share.x * share.y, 0.05) * alike;
    }
    return sum.x / sum.y;
}

Surface seen(vec3 position, vec3 direction, ivec2 pixel, float depth, uint identity) {
    uint number = identity & 0xffffu;
    vec4 first = surfaces[2u * number];
    vec4 second = surfaces[2u * number + 1u];
    Surface it;
    it.position = position;
    it.direction = direction;
    it.depth = depth;
    it.pixel = pixel;
    it.normal = unpack_normal(texelFetch(normals, pixel, 0).rg);
    it.albedo = first.rgb * linear(texelFetch(texels, pixel, 0).rgb);
    it.roughness = first.a;
    it.metallic = second.x;
    it.emission = second.y * switched(number, identity >> 16, position);
    it.shine = second.z;
    it.translucency = second.w;
    it.openness = open_sky(pixel, depth);
    return it;
}

// Light of all the surroundings on a side, divided by pi.
vec3 ambient(vec3 n) {
    vec3 sum = 0.282095 * harmonics[0] + 0.488603 * (n.y * harmonics[1] + n.z * harmonics[2] + n.x * harmonics[3])
             + 1.092548 * (n.x * n.y * harmonics[4] + n.y * n.z * harmonics[5] + n.x * n.z * harmonics[7])
             + 0.315392 * (3.0 * n.z * n.z - 1.0) * harmonics[6] + 0.546274 * (n.x * n.x - n.y * n.y) * harmonics[8];
    return max(sum, vec3(0.0));
}

// Share of the light on the far side that comes through thin things, in the color of what it crossed.
vec3 passed(Surface it) {
    vec3 hue = it.albedo / max(max(it.albedo.r, max(it.albedo.g, it.albedo.b)), 1e-3);
    return 0.28 * it.translucency * hue * vec3(1.2, 1.05, 0.6);
}

// Share of the light that `it` mirrors to the eye.
vec3 mirroring(Surface it) {
    vec3 base = mix(vec3(0.04), it.albedo, it.metallic);
    float view = max(-dot(it.normal, it.direction), 0.05);
    float gloss = 1.0 - it.roughness;
    vec3 fresnel = base + (max(vec3(gloss), base) - base) * pow(max(1.0 - view, 0.0), 5.0);
    return fresnel * it.openness * mix(gloss, 1.0, gloss) * (1.0 - 0.7 * it.translucency);
}

// Light of the sky and what it lights: diffuse, through leaves, and mirrored where `it` is smooth.
vec3 skylight(Surface it, vec3 fresnel) {
    float open = mix(it.openness, 1.0, 0.2 * it.translucency);
    // Between bright walls light bounces about: what a corner loses of the sky it gains from its other side.
    vec3 bounced = it.albedo * open / (1.0 - 0.8 * it.albedo * (1.0 - open));
    vec3 color = (1.0 - it.metallic) * bounced * ambient(it.normal) + 0.5 * open * passed(it) * ambient(-it.normal);
    return color + fresnel * mirrored(it);
}

// Direct light of sun or moon (GGX highlight).
vec3 sunlight(Surface it) {
    float facing = dot(it.normal, light_direction);
    float side = facing < 0.0 ? -1.0 : 1.0;
    float lit = shadow_strength > 0.0 ? sunlit(it.position, it.normal * side, abs(facing)) : 1.0;
    vec3 base = mix(vec3(0.04), it.albedo, it.metallic);
    float view = max(-dot(it.normal, it.direction), 1e-3);
    vec3 halfway = normalize(light_direction - it.direction);
    float alpha = max(it.roughness * it.roughness, 0.02);
    float across = max(dot(it.normal, halfway), 0.0);
    float spread = across * across * (alpha * alpha - 1.0) + 1.0;
    float lobe = alpha * alpha / (spread * spread);
    float k = 0.5 * alpha;
    float front = max(facing, 0.0);
    float visibility = 0.25 / ((front * (1.0 - k) + k) * (view * (1.0 - k) + k));
    vec3 tint = base + (1.0 - base) * pow(max(1.0 - max(-dot(it.direction, halfway), 0.0), 0.0), 5.0);
    vec3 diffuse = it.albedo * (1.0 - it.metallic) + tint * min(lobe * visibility, 12.0);
    // A crown lets some sun through to all its leaves, whichever way they hang.
    float through = max(-facing, 0.1) * mix(lit, 1.0, 0.18);
    return light * (front * lit * diffuse + through * passed(it));
}

void main() {
    ivec2 pixel = ivec2(gl_FragCoord.xy);
    vec3 ray = axes * vec3(point.x / lens.x, -point.y / lens.y, 1.0);
    float stretch = length(ray);
    vec3 direction = ray / stretch;
    uint identity = texelFetch(identities, pixel, 0).r;
    float depth = lens.z / max(texelFetch(depths, pixel, 0).r, 1e-9);
    Surface it = seen(eye + ray * depth, direction, pixel, depth, identity);
    soak(it);
    vec3 fresnel = mirroring(it);
    vec3 color = skylight(it, fresnel) + sunlight(it) + lamp_light(it) + it.albedo * it.emission;
    float clear = clearness(eye.z, direction.z, depth * stretch, haze);
    polish = vec4(clear * dot(fresnel, vec3(1.0 / 3.0)), it.roughness, pack_normal(it.normal));
    radiance = vec4(mix(air_light(direction, extinction / (extinction + haze)), color, clear), 1.0);
}
