// One shading per pixel: sun with shadow, sky light, reflections, lamps, haze; and the sky itself.
#include "surface.glsl"
#include "sky.glsl"
#include "normal.glsl"

uniform vec3 eye;
uniform mat3 axes;              // columns: right, up, forward
uniform vec3 lens;              // horizontal and vertical scale, near plane
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

#include "shadowed.glsl"
#include "wet.glsl"
#include "reflect.glsl"
#include "lamps.glsl"

in vec2 point;
layout(location = 0) out vec4 radiance;

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

Surface seen(vec3 position, vec3 direction, ivec2 pixel, float depth, uint number) {
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
    it.emission = second.y;
    it.shine = second.z;
    it.translucency = second.w;
    it.openness = open_sky(pixel, depth);
    return it;
}

// Light of the sky and what it lights: diffuse, and mirrored where `it` is smooth.
vec3 skylight(Surface it) {
    vec3 ambient = mix(ground_light, sky_light, 0.5 + 0.5 * it.normal.z) * it.openness;
    vec3 color = it.albedo * (1.0 - it.metallic) * ambient;
    vec3 base = mix(vec3(0.04), it.albedo, it.metallic);
    float view = max(-dot(it.normal, it.direction), 1e-3);
    float gloss = 1.0 - it.roughness;
    vec3 fresnel = base + (max(vec3(gloss), base) - base) * pow(1.0 - view, 5.0);
    // What a rough surface blurs is taken as the mean of the hemisphere.
    return color + fresnel * mix(ambient, mirrored(it) * it.openness, gloss * gloss);
}

// Direct light of sun or moon (GGX highlight).
vec3 sunlight(Surface it) {
    float facing = dot(it.normal, light_direction);
    if (facing <= 0.0)
        return vec3(0.0);
    float lit = shadow_strength > 0.0 ? sunlit(it.position, it.normal, facing) : 1.0;
    vec3 base = mix(vec3(0.04), it.albedo, it.metallic);
    float view = max(-dot(it.normal, it.direction), 1e-3);
    vec3 halfway = normalize(light_direction - it.direction);
    float alpha = max(it.roughness * it.roughness, 0.02);
    float across = max(dot(it.normal, halfway), 0.0);
    float spread = across * across * (alpha * alpha - 1.0) + 1.0;
    float lobe = alpha * alpha / (spread * spread);
    float k = 0.5 * alpha;
    float visibility = 0.25 / ((facing * (1.0 - k) + k) * (view * (1.0 - k) + k));
    vec3 tint = base + (1.0 - base) * pow(1.0 - max(-dot(it.direction, halfway), 0.0), 5.0);
    return light * facing * lit * (it.albedo * (1.0 - it.metallic) + tint * min(lobe * visibility, 12.0));
}

void main() {
    ivec2 pixel = ivec2(gl_FragCoord.xy);
    vec3 ray = axes * vec3(point.x / lens.x, -point.y / lens.y, 1.0);
    float stretch = length(ray);
    vec3 direction = ray / stretch;
    uint identity = texelFetch(identities, pixel, 0).r;
    if (identity == 0u) {
        vec3 color = sky(direction);
        float low = 1.0 - smoothstep(0.0, 0.12 + 4.0 * extinction, direction.z);
        radiance = vec4(mix(color, haze, low * (1.0 - exp(-extinction * 900.0))), 1.0);
        return;
    }
    float depth = lens.z / texelFetch(depths, pixel, 0).r;
    Surface it = seen(eye + ray * depth, direction, pixel, depth, identity & 0xffffu);
    soak(it);
    vec3 color = skylight(it) + sunlight(it) + lamp_light(it) + it.albedo * it.emission;
    vec3 air = mix(haze, clear_sky(normalize(vec3(direction.xy, 0.03))), 0.5);
    radiance = vec4(mix(air, color, clearness(eye, direction, depth * stretch)), 1.0);
}
