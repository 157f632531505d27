/** Smallest Express server, for the cold start. */
import express from "express";

const app = express();
app.use((_request, response) => response.send("Hello World"));
const server = app.listen(0, "127.0.0.1", () =>
  console.log(JSON.stringify({ url: `http://127.0.0.1:${server.address().port}` })),
);
