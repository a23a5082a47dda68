// Clients that cost a server memory and bring no work: idle ones, and ones that send or read by the drop.
#pragma once

#include <netinet/in.h>

#include <optional>
#include <string>
#include <string_view>

#include "driver/connection.h"

namespace stator::bench {

enum class Reluctance {
  kIdle,     // one get, then nothing
  kSending,  // sends a put of 1 KB, kDrop bytes at a time
  kReading,  // asks for a page of 1 MB with a small receive buffer, and reads kDrop bytes at a time
};

// "idle", "slow_send", "slow_read".
std::optional<Reluctance> reluctance_of(std::string_view name);

class ReluctantClient {
 public:
  static constexpr std::size_t kDrop = 10;
  static constexpr int kTickMs = 100;  // a drop every so often: 100 bytes a second

  ReluctantClient(const sockaddr_in& address, const RequestWriter& writer, Reluctance reluctance,
                  Dataset& dataset, int number)
      : address_(address), writer_(writer), reluctance_(reluctance), dataset_(dataset), number_(number) {}

  // Connects, and blocks until an idle client has its answer. False if something failed.
  bool start();
  // Sends or reads its drop.
  void tick();
  // The server has not closed it.
  bool is_open() const { return open_; }

 private:
  const sockaddr_in address_;
  const RequestWriter& writer_;
  const Reluctance reluctance_;
  Dataset& dataset_;
  const int number_;
  net::UniqueFd socket_;
  std::string out_;
  std::size_t sent_ = 0;
  bool open_ = false;
};

}  // namespace stator::bench
