// The mean of the 4 x 4 square around a pixel, of what lies at the same depth.
uniform sampler2D occlusion;

layout(location = 0) out vec2 found;

void main() {
    ivec2 pixel = ivec2(gl_FragCoord.xy);
    ivec2 last = textureSize(occlusion, 0) - 1;
    vec2 own = texelFetch(occlusion, pixel, 0).rg;
    vec2 sum = vec2(own.r, 1.0) * 1e-3;
    for (int row = -2; row < 2; ++row)
        for (int column = -2; column < 2; ++column) {
            vec2 other = texelFetch(occlusion, clamp(pixel + ivec2(column, row), ivec2(0), last), 0).rg;
            float weight = max(1.0 - abs(other.g - own.g) / (0.05 * own.g), 0.0);
            sum += vec2(other.r, 1.0) * weight;
        }
    found = vec2(sum.x / sum.y, own.g);
}
