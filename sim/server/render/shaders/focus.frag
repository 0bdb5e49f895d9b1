// Depth of field: every pixel gathers the light of those whose circle of confusion reaches it.
#define TAPS 48

uniform sampler2D radiances;
uniform sampler2D depths;
uniform sampler2D facts;          // a quarter of the size: nearest reversed depth
uniform float near_plane;
uniform vec4 confusion;           // pixels at infinity, 1 / focal distance, pixels of haze, 1 / metres of haze
uniform float largest;            // pixels
uniform vec2 aperture[TAPS];      // in a disc of radius 1, outermost last

in vec2 point;
layout(location = 0) out vec4 light;

// Radius in pixels of the spot that a point at this reversed depth leaves.
float spot(float reversed) {
    float inverse = reversed / near_plane;
    float thin_lens = abs(confusion.x * (1.0 - inverse / confusion.y));
    float haze = confusion.z * (1.0 - exp2(-confusion.w / max(inverse, 1e-6)));
    return min(max(thin_lens, haze), largest);
}

// The spot of this place, or a larger one of something near that spills over it.
float reach(ivec2 pixel, float own) {
    float widest = own;
    ivec2 last = textureSize(facts, 0) - 1;
    int step_ = max(int(largest * 0.125 + 0.5), 1);
    for (int row = -1; row <= 1; ++row)
        for (int column = -1; column <= 1; ++column) {
            ivec2 place = clamp((pixel >> 2) + ivec2(column, row) * step_, ivec2(0), last);
            widest = max(widest, spot(texelFetch(facts, place, 0).r));
        }
    return widest;
}

void main() {
    ivec2 pixel = ivec2(gl_FragCoord.xy);
    ivec2 last = textureSize(radiances, 0) - 1;
    float own_depth = texelFetch(depths, pixel, 0).r;
    float own = spot(own_depth);
    float radius = reach(pixel, own);
    vec4 sum = vec4(texelFetch(radiances, pixel, 0).rgb, 1.0) / max(own * own, 1.0);
    int taps = radius < 0.75 ? 0 : TAPS;
    for (int number = 0; number < taps; ++number) {
        vec2 offset = aperture[number] * radius;
        ivec2 place = clamp(pixel + ivec2(floor(offset + 0.5)), ivec2(0), last);
        float depth = texelFetch(depths, place, 0).r;
        float theirs = spot(depth);
        // What lies behind cannot spill over what is in front of it and sharper.
        theirs = depth < own_depth * 0.98 ? min(theirs, own) : theirs;
        float reaches = clamp(theirs - length(offset) + 0.75, 0.0, 1.0);
        sum += vec4(min(texelFetch(radiances, place, 0).rgb, 500.0), 1.0) * reaches / max(theirs * theirs, 1.0);
    }
    light = vec4(sum.rgb / sum.a, 1.0);
}
