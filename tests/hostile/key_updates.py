"""A TLS 1.3 client that asks for new keys as often as it likes: Python's ssl cannot."""

import ctypes
import ctypes.util

NOT_REQUESTED = 0  # SSL_KEY_UPDATE_NOT_REQUESTED: the server need not answer it


def library(name, **functions):
    loaded = ctypes.CDLL(ctypes.util.find_library(name))
    for function, (result, *arguments) in functions.items():
        getattr(loaded, function).restype = result
        getattr(loaded, function).argtypes = arguments
    return loaded


P, I, S = ctypes.c_void_p, ctypes.c_int, ctypes.c_size_t
crypto = library("crypto", BIO_s_mem=(P,), BIO_new=(P, P), BIO_read=(I, P, P, I), BIO_write=(I, P, P, I), BIO_ctrl_pending=(S, P))
ssl = library("ssl", TLS_client_method=(P,), SSL_CTX_new=(P, P), SSL_CTX_free=(None, P), SSL_new=(P, P), SSL_free=(None, P), SSL_set_bio=(None, P, P, P),
              SSL_set_connect_state=(None, P), SSL_do_handshake=(I, P), SSL_key_update=(I, P, I))


class KeyUpdates:
    """Over a connected socket."""

    def __init__(self, plain):
        self.context = ssl.SSL_CTX_new(ssl.TLS_client_method())
        self.session = ssl.SSL_new(self.context)
        self.incoming, self.outgoing = (crypto.BIO_new(crypto.BIO_s_mem()) for _ in range(2))
        ssl.SSL_set_bio(self.session, self.incoming, self.outgoing)
        ssl.SSL_set_connect_state(self.session)
        while ssl.SSL_do_handshake(self.session) != 1:
            plain.sendall(self.taken())
            came = plain.recv(1 << 16)
            if not came:
                raise ConnectionError("the server ended the handshake")
            crypto.BIO_write(self.incoming, came, len(came))
        plain.sendall(self.taken())

    def taken(self):
        """What is to be sent."""
        size = crypto.BIO_ctrl_pending(self.outgoing)
        buffer = ctypes.create_string_buffer(max(1, size))
        crypto.BIO_read(self.outgoing, buffer, size)
        return buffer.raw[:size]

    def flood(self, count):
        for _ in range(count):
            if ssl.SSL_key_update(self.session, NOT_REQUESTED) != 1 or ssl.SSL_do_handshake(self.session) != 1:
                raise RuntimeError("no TLS 1.3 here")
        return self.taken()

    def free(self):
        ssl.SSL_free(self.session)
        ssl.SSL_CTX_free(self.context)
