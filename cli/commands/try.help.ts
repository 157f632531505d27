import { usualNames } from "../../contracts/child/environment.js";

const templateNames = Object.entries(usualNames.templates)
  .map(([type, name]) => `    ${name.padEnd(28)} id of a template of type ${type}`)
  .join("\n");

export const help = `luna-sandbox try: does a client work however the vendor's page is read?

  luna-sandbox try [options] -- <command>

Runs the command, such as the tests of a client, under the default profile, and then once under every other value of
each switch (docs/switches.md). Each run has a fresh server of its own, and the command finds it in its environment:

    ${usualNames.url.padEnd(28)} such as http://127.0.0.1:40123/api/v1
    ${usualNames.token.padEnd(28)} the access token
${templateNames}
    ${"LUNA_CONTROL_URL".padEnd(28)} the control plane, such as http://127.0.0.1:40123/_luna
    ${"LUNA_PROFILE".padEnd(28)} what differs from the default, such as envelope=array

  --pairs                also combinations in which any two of the values that pass alone come together
  --only <switch[=value],…>   only these values; can be given more than once
  --skip <switch[=value],…>   not these values; can be given more than once
  --require <all|switch[=value],…>  what must pass beside the default profile: all that is run, or these values alone
  --fail-on <severity>   end with exit code 1 also for mistakes in the client report: error, or warning for both
  --keep-going           run the rest too when the default profile fails
  --fixture <name|file>  what a server begins with: demo, empty, or a JSON file (demo)
  --seed <n>             seed of made-up data and ids (1)
  --now <time>           the time at which the servers' clocks stand, such as 2026-01-15T12:00:00Z
  --url-env <name>       another name for ${usualNames.url}
  --token-env <name>     another name for ${usualNames.token}
  --template-env <type=name>  another name for a template's, such as stamps=TEMPLATE_ID; can be given more than once
  --jobs <n>             how many runs at a time (the number of cores); 1 for a command that disturbs itself
  --timeout <seconds>    how long one run may take (300)
  --json                 print the verdict as JSON
  --junit <file>         write the verdict as JUnit's XML too
  --help

The command is started without a shell, in a process group of its own that is ended with it. Progress is on stderr.
Exit code: 0 if the default profile and what is required pass and --fail-on finds nothing, 1 if not, 2 if it cannot be told
(with --fail-on also for an incomplete client report), 130 if interrupted.
`;
