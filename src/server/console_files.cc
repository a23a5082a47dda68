// The bytes of the console's files, and the list of them (tools/pack_console.py).
#include <iterator>

#include "server/console.h"

__asm__(
    ".section .rodata\n"
    ".balign 16\n"
    "stator_console_data:\n"
    ".incbin \"" STATOR_CONSOLE_PACK
    "\"\n"
    ".byte 0\n"
    ".previous\n");

extern "C" const char stator_console_data[];

namespace stator::server {

namespace {

const ConsoleFile kFiles[] = {
#include STATOR_CONSOLE_LIST
    {},  // so that there is one, whatever was packed
};

}  // namespace

std::span<const ConsoleFile> console_files() { return std::span(kFiles).first(std::size(kFiles) - 1); }

}  // namespace stator::server
