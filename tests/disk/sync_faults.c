// Loaded into a server under test (LD_PRELOAD): its syncs of files fail or wait, as the files in the folder
// $DISK_FAULTS say. Made and removed while the server runs:
//   fail         every sync fails with EIO
//   hold.EXT     a sync of a file *.EXT waits until this file is gone; a waiter makes the file held.EXT
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static int exists(const char* folder, const char* action, const char* extension) {
  char path[PATH_MAX];
  snprintf(path, sizeof path, "%s/%s%s", folder, action, extension);
  return access(path, F_OK) == 0;
}

static void announce(const char* folder, const char* extension) {
  char path[PATH_MAX];
  snprintf(path, sizeof path, "%s/held%s", folder, extension);
  const int file = open(path, O_CREAT | O_WRONLY, 0600);
  if (file >= 0) close(file);
}

// ".log", with the dot; empty where there is none.
static void extension_of(int descriptor, char* extension, size_t size) {
  char link[64], path[PATH_MAX];
  snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
  const ssize_t length = readlink(link, path, sizeof path - 1);
  path[length < 0 ? 0 : length] = '\0';
  const char* slash = strrchr(path, '/');
  const char* dot = slash == NULL ? NULL : strrchr(slash, '.');
  snprintf(extension, size, "%s", dot == NULL ? "" : dot);
}

static int sync_file(long system_call, int descriptor) {
  const char* folder = getenv("DISK_FAULTS");
  if (folder != NULL) {
    char extension[NAME_MAX + 1];
    extension_of(descriptor, extension, sizeof extension);
    while (*extension != '\0' && exists(folder, "hold", extension)) {
      announce(folder, extension);
      const struct timespec pause = {0, 1000000};
      nanosleep(&pause, NULL);
    }
    if (exists(folder, "fail", "")) {
      errno = EIO;
      return -1;
    }
  }
  return (int)syscall(system_call, descriptor);
}

int fsync(int descriptor) { return sync_file(SYS_fsync, descriptor); }
int fdatasync(int descriptor) { return sync_file(SYS_fdatasync, descriptor); }
