"""A mail server for measuring: accepts everything, keeps nothing. Prints its port and runs until it is ended."""

import socketserver


class _Conversation(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True

    def handle(self) -> None:
        self.wfile.write(b"220 hallo\r\n")
        for line in self.rfile:
            verb = line[:4].upper()
            if verb.startswith(b"DATA"):
                self.wfile.write(b"354 zeg het maar\r\n")
                while self.rfile.readline() not in (b".\r\n", b""):
                    pass
            self.wfile.write(b"221 dag\r\n" if verb == b"QUIT" else b"250 goed\r\n")
            if verb == b"QUIT":
                return


if __name__ == "__main__":
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Conversation) as server:
        server.daemon_threads = True
        print(server.server_address[1], flush=True)
        server.serve_forever()
