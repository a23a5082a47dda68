// The Asio side of an EventLoop. Only net/ and event_loop.cc include this.
#pragma once

#include <boost/asio/io_context.hpp>

#include "base/event_loop.h"

namespace stator::base {

// The context on which this loop's sockets are made. They are used on the loop's thread only, or before
// run().
boost::asio::io_context& asio_context(EventLoop& loop);

}  // namespace stator::base
