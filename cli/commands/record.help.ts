import { usualNames } from "../../contracts/child/environment.js";
import { adminTokenHelp } from "../admin-token.js";

const { url, token, templates } = usualNames;

export const help = `luna-sandbox record: a contract from what a client does

  luna-sandbox record --out <file> --consumer <name> [options]
  luna-sandbox record --out <file> --consumer <name> [options] -- <command>

Starts a server, or stands before one, and writes what a client asked and got as a Pact file of version 4: when the
client's command has ended, or else when it is stopped (Ctrl-C). Tokens are not written down; names, phones and e-mails
are. A body that is neither JSON nor a form, or is nested deeper than 32 levels, is left out, and a line says so.

The command, such as a client's own tests, finds the server in its environment: ${url}, ${token},
LUNA_CONTROL_URL, LUNA_PROFILE, and ${templates.stamps} and its like for the template of each card type. Before a
server that is not a luna-sandbox it gets ${url} alone.

  --out <file>           where to write the contract
  --consumer <name>      the client's name in it
  --upstream <url>         stand before this server; provider states are recorded if it is a luna-sandbox
${adminTokenHelp("admin token of that luna-sandbox")}
  --fixture <name|file>  what the server that is started begins with: demo, empty, or a JSON file (demo)
  --port <n>             port to listen on, 0 for any (4010, or any with a command)
  --help

The contract fixes what was answered, and so nearly every switch: luna-sandbox try finds out which of them the client
itself depends on.
Exit code: 0 if a contract is written, 1 if nothing was recorded or the command failed (what was recorded is written all
the same), 2 if it cannot begin or the file cannot be written, 130 if the command was interrupted.
`;
