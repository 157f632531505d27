import { type NextFunction, type Request, type Response, Router } from "express";
import { ControlError } from "../control/control-error.js";
import type { Services } from "../services.js";
import { contentTypes } from "./content-types.js";
import { cardPage, pageHeaders, refusalPage, stampsOf, stampsPicture } from "./html-pages.js";
import { serve } from "./serve.js";

type CardParams = { readonly sandbox: string; readonly serial: string };

/** Pages for the customer's phone. They need no token: the address is the secret. */
export function cardPages({ cardActions }: Services): Router {
  const router = Router({ mergeParams: true });
  router.use((_request, response, next) => {
    response.set(pageHeaders).set("cache-control", "no-store");
    next();
  });
  serve<CardParams>(router, "/", {
    get: async ({ params: { sandbox, serial }, originalUrl }, response) => {
      // Links are relative, so that the page works behind any proxy.
      const here = /\/(\?|$)/.test(originalUrl) ? "." : encodeURIComponent(serial);
      response.send(cardPage(here, await cardActions.getCard(sandbox, serial)));
    },
  });
  serve<CardParams>(router, "/install", {
    post: async ({ params: { sandbox, serial } }, response) => {
      await cardActions.setStatus(sandbox, serial, "install");
      response.redirect(303, `../${encodeURIComponent(serial)}`);
    },
  });
  serve<CardParams>(router, "/stamps.svg", {
    get: async ({ params: { sandbox, serial } }, response) => {
      const { card, template } = await cardActions.getCard(sandbox, serial);
      const stamps = stampsOf(card, template);
      if (stamps === undefined) throw new ControlError(404, "cards of this type have no stamps picture");
      response.set("content-type", contentTypes.svg).send(stampsPicture(stamps));
    },
  });
  router.use((error: unknown, _request: Request, response: Response, next: NextFunction) => {
    if (error instanceof ControlError)
      response.status(error.status).set("content-type", contentTypes.html).send(refusalPage(error.message));
    else next(error);
  });
  return router;
}
