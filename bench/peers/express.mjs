/** Measures Express: parses the body and responds with the JSON of the argument. */
import express from "express";

const answer = JSON.parse(process.argv[2]);

const app = express();
app.use(express.json());
app.post("/api/v1/:method", (_request, response) => response.json(answer));
const server = app.listen(0, "127.0.0.1", () =>
  console.log(JSON.stringify({ url: `http://127.0.0.1:${server.address().port}`, pid: process.pid })),
);
