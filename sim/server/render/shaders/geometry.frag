// What is seen at each pixel's centre, for one later shading per pixel.
uniform sampler2DArray textures;

in vec3 world_normal;
in vec2 tile;
flat in uint key;
flat in uint layer;
flat in uint mirrored;

layout(location = 0) out uint identity_out;
layout(location = 1) out vec4 texel_out;
layout(location = 2) out vec2 normal_out;

vec2 octahedral(vec3 n) {
    n /= abs(n.x) + abs(n.y) + abs(n.z);
    vec2 folded = (1.0 - abs(n.yx)) * vec2(n.x >= 0.0 ? 1.0 : -1.0, n.y >= 0.0 ? 1.0 : -1.0);
    return (n.z >= 0.0 ? n.xy : folded) * 0.5 + 0.5;
}

void main() {
    identity_out = key;
    texel_out = layer == 0u ? vec4(1.0) : texture(textures, vec3(tile, float(layer - 1u)));
    bool front = gl_FrontFacing != (mirrored != 0u);
    normal_out = octahedral((front ? 1.0 : -1.0) * normalize(world_normal));
}
