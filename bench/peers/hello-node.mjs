/** Smallest Node server, for the cold start. */
import { createServer } from "node:http";

const server = createServer((_request, response) => response.end("Hello World"));
server.listen(0, "127.0.0.1", () => console.log(JSON.stringify({ url: `http://127.0.0.1:${server.address().port}` })));
