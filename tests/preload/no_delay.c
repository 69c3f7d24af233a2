// The proxy of the Cassandra tests writes a frame's header and its body one after the other. Without TCP_NODELAY the body
// waits until the other side has acknowledged the header, 40 ms for each frame.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

static int without_delay(int descriptor) {
  int on = 1;
  if (descriptor >= 0) setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  return descriptor;
}

int accept4(int listener, struct sockaddr* address, socklen_t* length, int flags) {
  int (*accept_one)(int, struct sockaddr*, socklen_t*, int) = dlsym(RTLD_NEXT, "accept4");
  return without_delay(accept_one(listener, address, length, flags));
}

int socket(int domain, int type, int protocol) {
  int (*create)(int, int, int) = dlsym(RTLD_NEXT, "socket");
  return without_delay(create(domain, type, protocol));
}
