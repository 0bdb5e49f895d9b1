// One shading per pixel: sun with shadow, sky light, reflections of the sky, haze; and the sky itself.
#include "sky.glsl"
#include "normal.glsl"

uniform vec3 eye;
uniform mat3 axes;              // columns: right, up, forward
uniform vec3 lens;              // horizontal and vertical scale, near plane
uniform vec3 light_direction;
uniform vec3 light;
uniform vec3 sky_light;
uniform vec3 ground_light;
uniform float wetness;
uniform float puddles;
uniform float shadow_strength;  // 0 when there is no shadow map
uniform mat4 cascade[2];        // world -> -1..1, depth 0..1
uniform vec2 cascade_texel;     // metres

uniform usampler2D identities;
uniform sampler2D texels;
uniform sampler2D normals;
uniform sampler2D depths;
uniform sampler2D occlusion;    // half size: openness, depth in metres
uniform sampler2DShadow shadows;

layout(std430, binding = 0) readonly buffer Surfaces {
    vec4 surfaces[];            // two per surface: linear color, roughness; metallic, emission,
                                // how much water makes it shine
};

in vec2 point;
layout(location = 0) out vec4 radiance;

vec3 linear(vec3 srgb) {
    return srgb * (srgb * (srgb * 0.305306011 + 0.682171111) + 0.012522878);
}

float lookup(vec3 position, int number) {
    vec3 place = (cascade[number] * vec4(position, 1.0)).xyz;
    vec2 corner = vec2((place.x * 0.5 + 0.5 + float(number)) * 0.5, place.y * 0.5 + 0.5);
    vec2 texel = vec2(0.5, 1.0) / SHADOW_SIDE;
    float sum = 0.0;
    for (int row = -1; row <= 1; ++row)
        for (int column = -1; column <= 1; ++column)
            sum += texture(shadows, vec3(corner + vec2(column, row) * 1.3 * texel, place.z - 2e-5));
    return sum / 9.0;
}

float sunlit(vec3 position, vec3 normal, float facing) {
    for (int number = 0; number < 2; ++number) {
        vec3 offset = normal * cascade_texel[number] * (1.2 + 2.0 * (1.0 - facing));
        vec2 place = abs((cascade[number] * vec4(position, 1.0)).xy);
        float edge = max(place.x, place.y);
        if (edge < 0.97) {
            float fade = number == 1 ? smoothstep(0.8, 0.97, edge) : 0.0;
            return mix(lookup(position + offset, number), 1.0, fade);
        }
    }
    return 1.0;
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

vec3 shade(vec3 position, vec3 direction, ivec2 pixel, float depth, uint surface) {
    vec4 first = surfaces[2u * surface];
    vec4 second = surfaces[2u * surface + 1u];
    vec3 normal = unpack_normal(texelFetch(normals, pixel, 0).rg);
    vec3 albedo = first.rgb * linear(texelFetch(texels, pixel, 0).rgb);
    float roughness = first.a;
    if (wetness > 0.0 && normal.z > 0.4) {
        float flat_ = smoothstep(0.4, 0.9, normal.z);
        float hollow = textureLod(noise, position.xy * 0.045, 0.0).r - 0.77 + 0.75 * puddles;
        float pool = puddles > 0.0 ? smoothstep(0.0, 0.1, hollow) : 0.0;
        pool *= second.z < 1.0 ? 0.0 : smoothstep(0.985, 0.999, normal.z);
        albedo *= 1.0 - flat_ * (0.5 * wetness + 0.25 * pool);
        roughness = mix(roughness, 0.45, 0.8 * flat_ * wetness * second.z);
        roughness = mix(roughness, 0.04, pool);
        normal = normalize(mix(normal, vec3(0.0, 0.0, 1.0), pool));
    }
    float metallic = second.x;
    float facing = dot(normal, light_direction);
    float view = max(-dot(normal, direction), 1e-3);
    vec3 base = mix(vec3(0.04), albedo, metallic);
    float openness = open_sky(pixel, depth);
    vec3 ambient = mix(ground_light, sky_light, 0.5 + 0.5 * normal.z) * openness;
    vec3 color = albedo * (1.0 - metallic) * ambient;
    // Reflected sky: what a rough surface blurs is taken as the mean of the hemisphere. Streets reflect houses more than
    // sky, and no ray finds them here; a share that falls with the angle stands for them.
    vec3 mirrored = reflect(direction, normal);
    float gloss = 1.0 - roughness;
    vec3 fresnel = base + (max(vec3(gloss), base) - base) * pow(1.0 - view, 5.0);
    vec3 mirror = mix(ground_light * 2.0, clear_sky(mirrored), 0.9 * smoothstep(-0.1, 0.7, mirrored.z));
    color += fresnel * mix(ambient, mirror * openness, gloss * gloss);
    if (facing > 0.0) {
        float lit = shadow_strength > 0.0 ? sunlit(position, normal, facing) : 1.0;
        vec3 halfway = normalize(light_direction - direction);
        float alpha = max(roughness * roughness, 0.02);
        float across = max(dot(normal, halfway), 0.0);
        float spread = across * across * (alpha * alpha - 1.0) + 1.0;
        float lobe = alpha * alpha / (spread * spread);
        float k = 0.5 * alpha;
        float visibility = 0.25 / ((facing * (1.0 - k) + k) * (view * (1.0 - k) + k));
        vec3 tint = base + (1.0 - base) * pow(1.0 - max(-dot(direction, halfway), 0.0), 5.0);
        color += light * facing * lit * (albedo * (1.0 - metallic) + tint * min(lobe * visibility, 12.0));
    }
    return color + albedo * second.y;
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
    vec3 color = shade(eye + ray * depth, direction, pixel, depth, identity & 0xffffu);
    vec3 air = mix(haze, clear_sky(normalize(vec3(direction.xy, 0.03))), 0.5);
    radiance = vec4(mix(air, color, clearness(eye, direction, depth * stretch)), 1.0);
}
