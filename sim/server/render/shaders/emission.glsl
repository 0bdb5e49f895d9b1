// What gives off light: only what is switched on, and at night not every window. See power.py.
#define WINDOW_LAMP 0x2000u
#define ROOM 3.0                // metres
#define ROOMS_LIT 0.35
#define ROOM_LIGHT 0.4          // of the brightest room

layout(std430, binding = 3) readonly buffer Power {
    uint power[];               // `Lamps` bits by instance id
};
layout(std430, binding = 4) readonly buffer SurfaceLamps {
    uint surface_lamps[];       // `Lamps` bits by surface; 0: always on
};

// A random number of the room that a place of a building belongs to, 0..1.
float room(vec3 position, uint instance) {
    ivec3 cell = ivec3(floor(position / ROOM));
    uint mixed = uint(cell.x) * 1597334673u ^ uint(cell.y) * 3812015801u ^ uint(cell.z) * 2798796415u;
    mixed = (mixed ^ instance * 2654435769u) * 747796405u;
    return float((mixed ^ (mixed >> 15)) >> 8) / 16777216.0;
}

// Share of a surface's emission that is on.
float switched(uint number, uint instance, vec3 position) {
    uint lamp = surface_lamps[number];
    bool on = lamp == 0u || (lamp & power[instance]) != 0u;
    if (lamp == WINDOW_LAMP) {
        float chance = room(position, instance) / ROOMS_LIT;
        return on && chance < 1.0 ? ROOM_LIGHT * mix(0.25, 1.0, chance) : 0.0;
    }
    return on ? 1.0 : 0.0;
}
