// Made by `npm run generate`. Do not edit.
export interface paths {
    "/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Returns the server's health
         * @description Needs no admin token and accepts any Host, so that probes can use it.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Returns the vendor's OpenAPI document
         * @description The document describes the default profile. Its first server is the responding server.
         */
        get: operations["getDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/control.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Returns this document
         * @description Its first server is the responding server.
         */
        get: operations["getControlDocument"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists all rules with text, evidence level and source
         * @description The ids are those of the header `x-luna-rules` and of explanations.
         */
        get: operations["getRules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/switches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists the switches
         * @description A switch is a question that the vendor's page leaves open. Each value has an evidence level. The first value is the default.
         */
        get: operations["getSwitches"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandboxes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Lists all sandboxes
         * @description A sandbox with damaged files has only its id and the reason.
         */
        get: operations["listSandboxes"];
        put?: never;
        /**
         * Creates a sandbox
         * @description All fields have a default. The response contains the tokens of its companies.
         */
        post: operations["createSandbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandboxes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
            };
            cookie?: never;
        };
        /**
         * Returns a sandbox
         * @description The response contains its companies with their tokens, its clock, and the switches that differ from their default.
         */
        get: operations["getSandbox"];
        put?: never;
        post?: never;
        /**
         * Deletes a sandbox and all its records
         * @description The files of a damaged sandbox are deleted too.
         */
        delete: operations["deleteSandbox"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandboxes/{id}/reset": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Resets a sandbox
         * @description Replaces all records by those of the fixture that the sandbox was created with. Companies keep their tokens.
         */
        post: operations["resetSandbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandboxes/{id}/snapshots": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
            };
            cookie?: never;
        };
        /**
         * Lists the snapshots of a sandbox
         * @description They are in order of creation.
         */
        get: operations["listSnapshots"];
        put?: never;
        /**
         * Copies the records of a sandbox
         * @description The copy takes no time and little memory: it shares all records that do not change later. It has the clock and the profile too.
         */
        post: operations["takeSnapshot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandboxes/{id}/snapshots/{snapshot}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
                /** @description Name of the snapshot. */
                snapshot: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Deletes a snapshot
         * @description Forks of the snapshot stay.
         */
        delete: operations["deleteSnapshot"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandboxes/{id}/snapshots/{snapshot}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
                /** @description Name of the snapshot. */
                snapshot: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restores a snapshot
         * @description Replaces all records, the clock and the profile by those of the snapshot. Companies keep their tokens. Faults, snapshots and the request log stay.
         */
        post: operations["restoreSnapshot"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandboxes/{id}/fork": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Creates a sandbox from a state of another sandbox
         * @description The fork gets new tokens. It begins with the present state, a snapshot, or the state right before a request of the request log.
         */
        post: operations["forkSandbox"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandboxes/{id}/diff": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
            };
            cookie?: never;
        };
        /**
         * Compares two states of a sandbox
         * @description Lists the records that differ, field by field.
         */
        get: operations["compareStates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandboxes/{id}/requests/{request}/diff": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
                /** @description Id of the request, as in x-luna-request-id. */
                request: string;
            };
            cookie?: never;
        };
        /**
         * Lists the records that a request changed
         * @description Each changed field has its values before and after.
         */
        get: operations["showRequestDiff"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandboxes/{id}/state": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
            };
            cookie?: never;
        };
        /**
         * Exports all records
         * @description Fixtures have the same format, so the response is a valid body of putState and a valid fixture of createSandbox.
         */
        get: operations["getState"];
        /**
         * Replaces all records
         * @description The body has the format of an export. A company without a token keeps its present token. A reset still restores the fixture that the sandbox was created with.
         */
        put: operations["putState"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandboxes/{id}/clock": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
            };
            cookie?: never;
        };
        /**
         * Returns the time of the sandbox
         * @description A frozen clock shows the same time until it is moved or set to real time.
         */
        get: operations["getClock"];
        /**
         * Freezes or moves the clock, or sets it to real time
         * @description Cards expire by this clock. Operations and pushes have its time.
         */
        put: operations["putClock"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandboxes/{id}/profile": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
            };
            cookie?: never;
        };
        /**
         * Returns the value of every switch
         * @description Responses to requests of the sandbox follow these values.
         */
        get: operations["getProfile"];
        /**
         * Sets switches
         * @description Switches in the body get their value, all others their default.
         */
        put: operations["putProfile"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandboxes/{id}/requests": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
            };
            cookie?: never;
        };
        /**
         * Lists requests with their responses
         * @description Newest first, or oldest first in another format. Requests without a valid token are in the list of the sandbox `default`. The list contains no tokens. With `stream`, requests are sent as they come, as server-sent events: `request` with the data of a list element, `dropped` with the number of requests that the log has dropped before they could be sent, and `end` with a reason. The id of an event is that of its request.
         */
        get: operations["getRequests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandboxes/{id}/requests/verify": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Asserts that requests were sent
         * @description Counts the requests that match all given criteria. Without `times`, `atLeast` and `atMost`, at least 1 is expected. A maximum cannot be asserted if the log has dropped requests that could match.
         */
        post: operations["verifyRequests"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandboxes/{id}/requests/{request}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
                /** @description Id of the request, as in x-luna-request-id. */
                request: string;
            };
            cookie?: never;
        };
        /**
         * Returns a request with the explanation of its response
         * @description Requests without a valid token are in the request log of the sandbox `default`.
         */
        get: operations["getRequest"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandboxes/{id}/report": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
            };
            cookie?: never;
        };
        /**
         * Returns the mistakes of the clients
         * @description The mistakes are found in the request log. Requests without a valid token are in the report of the sandbox `default`.
         */
        get: operations["getReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandboxes/{id}/faults": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
            };
            cookie?: never;
        };
        /**
         * Lists the faults of a sandbox
         * @description In order of creation, with counts. The first fault that matches a request wins.
         */
        get: operations["listFaults"];
        put?: never;
        /**
         * Adds a fault
         * @description The fault applies to requests with a token of the sandbox. Snapshots, restores, resets and forks neither copy nor change faults.
         */
        post: operations["addFault"];
        /**
         * Deletes all faults of a sandbox
         * @description Responses in progress keep their fault.
         */
        delete: operations["clearFaults"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandboxes/{id}/faults/{fault}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
                /** @description Id of the fault. */
                fault: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Deletes a fault
         * @description Responses in progress keep their fault.
         */
        delete: operations["deleteFault"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandboxes/{id}/templates": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Creates a template
         * @description No method of the vendor creates templates. Omitted fields have defaults, which depend on the card type.
         */
        post: operations["createTemplate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandboxes/{id}/templates/{template}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
                /** @description Id of the template. */
                template: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Changes a template
         * @description Only the fields in the body change. Issued cards keep their expiry date; a lower maxStamps wraps their stamp counters.
         */
        patch: operations["changeTemplate"];
        trace?: never;
    };
    "/sandboxes/{id}/cards/{serial}/install": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
                /** @description Serial number of the card. */
                serial: components["parameters"]["Serial"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Installs a card, as the customer does
         * @description A deleted card can be installed again.
         */
        post: operations["installCard"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandboxes/{id}/cards/{serial}/delete": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
                /** @description Serial number of the card. */
                serial: components["parameters"]["Serial"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Deletes a card from the phone, as the customer does
         * @description The card keeps its balances and can be installed again.
         */
        post: operations["deleteCard"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandboxes/{id}/cards/{serial}/redeem": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
                /** @description Serial number of the card. */
                serial: components["parameters"]["Serial"];
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Redeems a coupon, as staff do in the scanner app
         * @description No method of the vendor redeems coupons. A coupon can be redeemed once.
         */
        post: operations["redeemCard"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sandboxes/{id}/clients/{client}": {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
                /** @description Id of the client. */
                client: string;
            };
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Fills in the card issue form, as a customer does
         * @description No method of the vendor sets the date of birth and Field0 to Field5. Null removes a field.
         */
        patch: operations["fillForm"];
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Health: {
            /** @enum {unknown} */
            status: "ok" | "failing";
            /** @description Number of sandboxes that can be used. */
            sandboxes: number;
            /** @description Number of sandboxes with damaged files. Only a damaged `default` sets the status to failing. */
            damaged?: number;
            /** @description Why the state cannot be saved, or why `default` is damaged. */
            failure?: string;
        };
        Error: {
            /** @description The error, with advice. */
            error: string;
        };
        Rule: {
            id: string;
            text: string;
            /** @enum {unknown} */
            level: "documented" | "sample" | "observed" | "sibling" | "inferred" | "assumed";
            source: string;
            /** @description Switches that change the rule. */
            switches?: string[];
        };
        Rules: {
            rules: components["schemas"]["Rule"][];
        };
        Switches: {
            switches: {
                name: string;
                /** @enum {unknown} */
                kind: "presentation" | "rule";
                /** @description The open question. */
                question: string;
                values: string[];
                default: string;
                /** @description Evidence level of each value, with its source. */
                evidence: {
                    [key: string]: string;
                };
                /** @description Advice for a client that works with every value. */
                advice: string;
                /** @description The response of the real service that would settle the question. */
                settledBy: string;
            }[];
        };
        /**
         * @description Lower-case letters, digits and dashes, at most 63. A device name of Windows, such as con, nul or com1, is invalid for a new sandbox, because the id is part of file names.
         * @example my-test
         */
        SandboxId: string;
        Seed: number;
        /**
         * @description A time in UTC, ISO 8601. Responses contain milliseconds.
         * @example 2026-01-15T12:00:00.000Z
         */
        Iso: string;
        /**
         * @description A time in UTC, or null.
         * @example 2026-01-15T12:00:00.000Z
         */
        IsoOrNull: string | null;
        Clock: {
            now: components["schemas"]["Iso"];
            frozen: boolean;
        };
        /** @description Values of switches by name, as in GET /_luna/switches. All values are strings. Omitted switches have their default. */
        Profile: {
            [key: string]: unknown;
        };
        Sandbox: {
            id: components["schemas"]["SandboxId"];
            companies: {
                id: string;
                name: string;
                token: string;
            }[];
            seed: components["schemas"]["Seed"];
            createdAt: components["schemas"]["Iso"];
            expiresAt: components["schemas"]["IsoOrNull"];
            /** @description The sandbox that it was forked from. */
            forkOf?: components["schemas"]["SandboxId"];
            clock: components["schemas"]["Clock"];
            /** @description Switches that differ from their default. */
            profile: components["schemas"]["Profile"];
        };
        /** @description A sandbox with damaged files. Requests to it get 503; its files are not changed. */
        DamagedSandbox: {
            id: string;
            /** @description The damaged file, the damage, and how to repair it. */
            damaged: string;
        };
        /** @description The name of a built-in fixture, or a state. */
        Fixture: ("demo" | "empty") | components["schemas"]["State"];
        Count: number;
        /** @description The maximum is far below the largest exact number, so that sums stay exact. */
        Ordinal: number;
        Name: string;
        /**
         * @description Printable ASCII without spaces, at most 200 characters.
         * @example luna-demo-token
         */
        Token: string;
        Company: {
            /** @example my-test */
            id: string;
            name?: components["schemas"]["Name"];
            token?: components["schemas"]["Token"];
        };
        Id: number;
        /** @description Expiry rule of the template's cards. A card gets its expiry date when it is issued. */
        Expiry: {
            /**
             * @constant
             * @enum {unknown}
             */
            kind: "none";
        } | {
            /**
             * @constant
             * @enum {unknown}
             */
            kind: "fixed";
            at: components["schemas"]["Iso"];
        } | {
            /**
             * @constant
             * @enum {unknown}
             */
            kind: "afterIssue";
            days: number;
        };
        MaxStamps: number;
        Reward: {
            name: components["schemas"]["Name"];
            /** @description Milestones of the reward, each at most maxStamps. */
            stamps: number[];
            /** @default false */
            autoUse?: boolean;
        };
        StampSettings: {
            /** @default 10 */
            maxStamps?: components["schemas"]["MaxStamps"];
            rewards?: components["schemas"]["Reward"][];
        };
        StampTemplate: {
            id?: components["schemas"]["Id"];
            companyId?: string;
            name: components["schemas"]["Name"];
            /**
             * @constant
             * @enum {unknown}
             */
            type: 0;
            expiry?: components["schemas"]["Expiry"];
            settings?: components["schemas"]["StampSettings"];
        };
        /** @description In a tier it has at most two decimals, so that points are computed exactly. */
        Percent: number;
        TierSettings: {
            tiers?: {
                /** @description The minimum total spend for the percentage. */
                from: components["schemas"]["Count"];
                percent: components["schemas"]["Percent"];
            }[];
        };
        CashbackTemplate: {
            id?: components["schemas"]["Id"];
            companyId?: string;
            name: components["schemas"]["Name"];
            /**
             * @constant
             * @enum {unknown}
             */
            type: 1;
            expiry?: components["schemas"]["Expiry"];
            settings?: components["schemas"]["TierSettings"];
        };
        SubscriptionSettings: {
            /** @default 10 */
            maxStamps?: components["schemas"]["MaxStamps"];
            /** @default 0 */
            pointsPerVisit?: number;
        };
        SubscriptionTemplate: {
            id?: components["schemas"]["Id"];
            companyId?: string;
            name: components["schemas"]["Name"];
            /**
             * @constant
             * @enum {unknown}
             */
            type: 2;
            expiry?: components["schemas"]["Expiry"];
            settings?: components["schemas"]["SubscriptionSettings"];
        };
        NoSettings: Record<string, never>;
        CouponTemplate: {
            id?: components["schemas"]["Id"];
            companyId?: string;
            name: components["schemas"]["Name"];
            /**
             * @constant
             * @enum {unknown}
             */
            type: 3;
            expiry?: components["schemas"]["Expiry"];
            settings?: components["schemas"]["NoSettings"];
        };
        DiscountTemplate: {
            id?: components["schemas"]["Id"];
            companyId?: string;
            name: components["schemas"]["Name"];
            /**
             * @constant
             * @enum {unknown}
             */
            type: 4;
            expiry?: components["schemas"]["Expiry"];
            settings?: components["schemas"]["TierSettings"];
        };
        CertificateTemplate: {
            id?: components["schemas"]["Id"];
            companyId?: string;
            name: components["schemas"]["Name"];
            /**
             * @constant
             * @enum {unknown}
             */
            type: 5;
            expiry?: components["schemas"]["Expiry"];
            settings?: components["schemas"]["NoSettings"];
        };
        MembershipTemplate: {
            id?: components["schemas"]["Id"];
            companyId?: string;
            name: components["schemas"]["Name"];
            /**
             * @constant
             * @enum {unknown}
             */
            type: 6;
            expiry?: components["schemas"]["Expiry"];
            settings?: components["schemas"]["NoSettings"];
        };
        Template: components["schemas"]["StampTemplate"] | components["schemas"]["CashbackTemplate"] | components["schemas"]["SubscriptionTemplate"] | components["schemas"]["CouponTemplate"] | components["schemas"]["DiscountTemplate"] | components["schemas"]["CertificateTemplate"] | components["schemas"]["MembershipTemplate"];
        /** @example 1990-12-31 */
        DateOfBirth: string | null;
        /** @description Further fields of the card issue form; an empty field is missing. */
        FormFields: {
            Field0?: string;
            Field1?: string;
            Field2?: string;
            Field3?: string;
            Field4?: string;
            Field5?: string;
        };
        Client: {
            id?: components["schemas"]["Id"];
            templateId: components["schemas"]["Id"];
            /** @description Surname. */
            sName: components["schemas"]["Name"];
            /** @description First name. */
            fName: components["schemas"]["Name"];
            /**
             * @description Digits with the country code.
             * @example 12025550143
             */
            phone?: string | null;
            email?: string | null;
            dateOfBirth?: components["schemas"]["DateOfBirth"];
            fields?: components["schemas"]["FormFields"];
        };
        /**
         * @description Digits, letters and dashes, at most 64.
         * @example 297150-586-203
         */
        Serial: string;
        StampCard: {
            serial?: components["schemas"]["Serial"];
            /**
             * @constant
             * @enum {unknown}
             */
            type: 0;
            templateId: components["schemas"]["Id"];
            clientId: components["schemas"]["Id"];
            /** @enum {unknown} */
            status?: "not installed" | "installed" | "deleted";
            issuedAt?: components["schemas"]["Iso"];
            expiresAt?: components["schemas"]["IsoOrNull"];
            activeStamps?: components["schemas"]["Count"];
            totalStamps?: components["schemas"]["Count"];
            unusedRewards?: components["schemas"]["Count"];
            /** @description The part of unusedRewards that the next visit writes off automatically. */
            autoUseRewards?: components["schemas"]["Count"];
        };
        CashbackCard: {
            serial?: components["schemas"]["Serial"];
            /**
             * @constant
             * @enum {unknown}
             */
            type: 1;
            templateId: components["schemas"]["Id"];
            clientId: components["schemas"]["Id"];
            /** @enum {unknown} */
            status?: "not installed" | "installed" | "deleted";
            issuedAt?: components["schemas"]["Iso"];
            expiresAt?: components["schemas"]["IsoOrNull"];
            points?: components["schemas"]["Count"];
            totalSpent?: components["schemas"]["Count"];
            percent?: components["schemas"]["Percent"];
        };
        SubscriptionCard: {
            serial?: components["schemas"]["Serial"];
            /**
             * @constant
             * @enum {unknown}
             */
            type: 2;
            templateId: components["schemas"]["Id"];
            clientId: components["schemas"]["Id"];
            /** @enum {unknown} */
            status?: "not installed" | "installed" | "deleted";
            issuedAt?: components["schemas"]["Iso"];
            expiresAt?: components["schemas"]["IsoOrNull"];
            visits?: components["schemas"]["Count"];
            points?: components["schemas"]["Count"];
        };
        CouponCard: {
            serial?: components["schemas"]["Serial"];
            /**
             * @constant
             * @enum {unknown}
             */
            type: 3;
            templateId: components["schemas"]["Id"];
            clientId: components["schemas"]["Id"];
            /** @enum {unknown} */
            status?: "not installed" | "installed" | "deleted";
            issuedAt?: components["schemas"]["Iso"];
            expiresAt?: components["schemas"]["IsoOrNull"];
            redeemedAt?: components["schemas"]["IsoOrNull"];
        };
        DiscountCard: {
            serial?: components["schemas"]["Serial"];
            /**
             * @constant
             * @enum {unknown}
             */
            type: 4;
            templateId: components["schemas"]["Id"];
            clientId: components["schemas"]["Id"];
            /** @enum {unknown} */
            status?: "not installed" | "installed" | "deleted";
            issuedAt?: components["schemas"]["Iso"];
            expiresAt?: components["schemas"]["IsoOrNull"];
            totalSpent?: components["schemas"]["Count"];
            percent?: components["schemas"]["Percent"];
        };
        CertificateCard: {
            serial?: components["schemas"]["Serial"];
            /**
             * @constant
             * @enum {unknown}
             */
            type: 5;
            templateId: components["schemas"]["Id"];
            clientId: components["schemas"]["Id"];
            /** @enum {unknown} */
            status?: "not installed" | "installed" | "deleted";
            issuedAt?: components["schemas"]["Iso"];
            expiresAt?: components["schemas"]["IsoOrNull"];
            balance?: components["schemas"]["Count"];
        };
        MembershipCard: {
            serial?: components["schemas"]["Serial"];
            /**
             * @constant
             * @enum {unknown}
             */
            type: 6;
            templateId: components["schemas"]["Id"];
            clientId: components["schemas"]["Id"];
            /** @enum {unknown} */
            status?: "not installed" | "installed" | "deleted";
            issuedAt?: components["schemas"]["Iso"];
            expiresAt?: components["schemas"]["IsoOrNull"];
        };
        Card: components["schemas"]["StampCard"] | components["schemas"]["CashbackCard"] | components["schemas"]["SubscriptionCard"] | components["schemas"]["CouponCard"] | components["schemas"]["DiscountCard"] | components["schemas"]["CertificateCard"] | components["schemas"]["MembershipCard"];
        Operation: {
            id?: number;
            serial: components["schemas"]["Serial"];
            at?: components["schemas"]["Iso"];
            /** @enum {unknown} */
            action: "addStamps" | "creditReward" | "useReward" | "takeStamps" | "spendPoints" | "accruePoints" | "increaseTotalSpentSum" | "reduceTotalSpentSum" | "redeem";
            amount: components["schemas"]["Id"];
            balance: components["schemas"]["Count"];
        };
        Push: {
            id?: number;
            serial: components["schemas"]["Serial"];
            at?: components["schemas"]["Iso"];
            message: string;
        };
        /** @description All records of a sandbox, or a part of them. Fixtures, exports, imports and state files have this format. Omitted parts have defaults: two companies with new tokens, ids from the sequences, balances of a new card. */
        State: {
            /**
             * @description 2 in state files, which end with a checksum; 1 in exports. Both are valid everywhere.
             * @enum {unknown}
             */
            formatVersion: 1 | 2;
            /**
             * @description CRC-32 of all bytes before this line. Only in state files; ignored elsewhere.
             * @example crc32:0a1b2c3d
             */
            checksum?: string;
            /** @description The server's data about the sandbox. Only in state files; ignored elsewhere. */
            file?: {
                id: components["schemas"]["SandboxId"];
                /** @description The state that a reset restores. */
                origin: {
                    /** @description The name of a built-in fixture, or `state` for a given state, whose records a base file holds. */
                    fixture: components["schemas"]["Fixture"] | "state";
                    seed: components["schemas"]["Seed"];
                    now: components["schemas"]["IsoOrNull"];
                    profile: components["schemas"]["Profile"];
                };
                createdAt: components["schemas"]["Iso"];
                expiresAt: components["schemas"]["IsoOrNull"];
                /** @description Number of the last journal line that this file contains. */
                journal: components["schemas"]["Count"];
            };
            seed?: components["schemas"]["Seed"];
            /** @description Frozen at `now`, or the real time plus `offsetMs` if `now` is null. */
            clock?: {
                now: components["schemas"]["IsoOrNull"];
                offsetMs: number;
            };
            profile?: components["schemas"]["Profile"];
            /** @description The last used ordinal of each kind. */
            sequences?: {
                template: components["schemas"]["Ordinal"];
                client: components["schemas"]["Ordinal"];
                card: components["schemas"]["Ordinal"];
                operation: components["schemas"]["Ordinal"];
                push: components["schemas"]["Ordinal"];
            };
            companies?: components["schemas"]["Company"][];
            templates?: components["schemas"]["Template"][];
            clients?: components["schemas"]["Client"][];
            cards?: components["schemas"]["Card"][];
            operations?: components["schemas"]["Operation"][];
            pushes?: components["schemas"]["Push"][];
        };
        SandboxRequest: {
            id?: components["schemas"]["SandboxId"];
            seed?: components["schemas"]["Seed"];
            fixture?: components["schemas"]["Fixture"];
            /** @description Freezes the sandbox's clock at this moment. */
            now?: components["schemas"]["Iso"];
            profile?: components["schemas"]["Profile"];
            /** @description Lifetime of the sandbox in seconds; it is deleted afterwards. */
            ttlSeconds?: number;
        };
        Snapshot: {
            name: string;
            /** @description Real time. */
            createdAt: components["schemas"]["Iso"];
        };
        Snapshots: {
            snapshots: components["schemas"]["Snapshot"][];
        };
        /**
         * @description Name of a snapshot. `now` is reserved for the present state.
         * @example before-payment
         */
        SnapshotName: string;
        /**
         * @example {
         *       "name": "before-checkout"
         *     }
         */
        SnapshotRequest: {
            /** @description The default is `snapshot-1`, `snapshot-2` and so on. */
            name?: components["schemas"]["SnapshotName"];
        };
        /**
         * @example {
         *       "id": "what-if",
         *       "snapshot": "before-checkout"
         *     }
         * @example {
         *       "now": "2026-02-14T12:00:00.000Z"
         *     }
         */
        ForkRequest: {
            id?: components["schemas"]["SandboxId"];
            /** @description The fork begins with this snapshot. */
            snapshot?: components["schemas"]["SnapshotName"];
            /** @description The fork begins with the state right before this request of the request log. */
            request?: string;
            /** @description Freezes the clock of the fork at this moment. */
            now?: components["schemas"]["Iso"];
            /** @description Switches that differ from those of the copied state. */
            profile?: components["schemas"]["Profile"];
            /** @description The fork is deleted after this time. */
            ttlSeconds?: number;
        };
        RecordDiff: {
            table: string;
            /** @description Serial number or id; the name of the table if it has only one record. */
            key: string;
            /** @enum {unknown} */
            change: "added" | "changed" | "removed";
            /** @description The fields that differ. */
            fields: {
                [key: string]: {
                    before?: unknown;
                    after?: unknown;
                };
            };
        };
        Diff: {
            records: components["schemas"]["RecordDiff"][];
            /** @description Number of further records that differ. */
            omitted: number;
        };
        ClockChange: {
            /** @description Freezes the clock at this moment. */
            now: components["schemas"]["Iso"];
        } | {
            /** @description Moves the clock, frozen or not. A negative number moves it back. */
            advanceSeconds: number;
        } | {
            /**
             * @description The clock is the real time again.
             * @constant
             * @enum {unknown}
             */
            real: true;
        };
        /** @description The fault that fired on the request; null without a fault. If there is no response, `status` is 0 and `response` is null. */
        FaultOfRequest: {
            id: string;
            /**
             * @description Kind of the effect.
             * @enum {unknown}
             */
            effect: "delay" | "error" | "http" | "hang" | "cut" | "truncate" | "drip" | "contentType" | "stale";
        } | null;
        RequestEntry: {
            requestId: string;
            /** @description Real time */
            at: components["schemas"]["Iso"];
            company: string | null;
            /** @description The vendor's method; null if the path names none. */
            method: string | null;
            /** @description The HTTP method; POST for a correct request. */
            verb: string;
            /** @description The method in the path, cut after 200 characters. */
            name: string;
            /** @description The query, cut after 1000 characters, with redacted tokens. */
            query: Record<string, never>;
            /**
             * @description The header x-access-token; an empty header counts as missing.
             * @enum {unknown}
             */
            token: "valid" | "unknown" | "missing";
            /** @description Names of other headers that seem to hold the token, if x-access-token is missing. */
            credentials: string[];
            /** @description Switches that differ from their default. */
            profile: components["schemas"]["Profile"];
            /** @description The sent body with redacted tokens; null without a body. */
            request: unknown;
            status: number;
            /** @description The response body. */
            response: unknown;
            /** @description Number of records in a listing response; null for other responses. */
            rows: number | null;
            /** @description Ids of the applied rules, as in GET /_luna/rules. */
            rules: string[];
            /** @description The reason of the refusal. */
            why: string | null;
            /** @description Keys of the body that the method does not read. */
            unreadKeys: string[];
            fault: components["schemas"]["FaultOfRequest"];
            changes: {
                table: string;
                key: string;
            }[];
            durationMs: number;
        };
        /** @description Requests and bodies that the request log has dropped. */
        Dropped: {
            /** @description Number of dropped requests; 0 if none of them can be after `since`. */
            requests: number;
            /** @description Number of requests without their bodies. */
            bodies: number;
        };
        Requests: {
            /** @description Newest first. */
            requests: components["schemas"]["RequestEntry"][];
            dropped: components["schemas"]["Dropped"];
        };
        VerifyRequest: {
            /** @description The vendor's method, such as usePass; by default any. */
            method?: string;
            /** @description Fields that the body must have, with equal values. It may have further fields, also in inner objects. Lists have equal lengths. */
            body?: {
                [key: string]: unknown;
            };
            /** @description true for refused requests, false for requests that were not refused. */
            refused?: boolean;
            /** @description The exact number of matching requests. */
            times?: number;
            /** @description The minimum number of matching requests. */
            atLeast?: number;
            /** @description The maximum number of matching requests. */
            atMost?: number;
            /** @description Only requests after this request id, or after this time in UTC. */
            since?: string;
        };
        Criterion: {
            /** @description `method`, `refused`, or the path of a field such as `body.numberStumps`. */
            name: string;
            matches: boolean;
            /** @description The expected value. Secrets are redacted. */
            expected: unknown;
            /** @description The sent value; not present for a missing field. */
            actual?: unknown;
        };
        /** @description A request that does not match. */
        Miss: {
            requestId: string;
            /** @description Real time. */
            at: components["schemas"]["Iso"];
            status: number;
            /** @description The reason of a refusal. */
            why: string | null;
            criteria: components["schemas"]["Criterion"][];
        };
        Verification: {
            /** @description Number of matching requests. */
            matched: number;
            /** @description Number of examined requests. */
            examined: number;
            /** @description The expected number, such as `at least 1 request`. */
            expected: string;
            /** @description Ids of the first matching requests. */
            requests: string[];
            /** @description The requests that meet most criteria, if too few match. */
            closest: components["schemas"]["Miss"][];
            /** @description Requests, and bodies of examined requests, that the log has dropped and that could match. */
            dropped: components["schemas"]["Dropped"];
            /** @description The result in lines, with a tick or a cross for each criterion. */
            message: string;
        };
        FailedVerification: {
            /** @description The first line of the message. */
            error: string;
            /** @description Number of matching requests. */
            matched: number;
            /** @description Number of examined requests. */
            examined: number;
            /** @description The expected number, such as `at least 1 request`. */
            expected: string;
            /** @description Ids of the first matching requests. */
            requests: string[];
            /** @description The requests that meet most criteria, if too few match. */
            closest: components["schemas"]["Miss"][];
            /** @description Requests, and bodies of examined requests, that the log has dropped and that could match. */
            dropped: components["schemas"]["Dropped"];
            /** @description The result in lines, with a tick or a cross for each criterion. */
            message: string;
        };
        /** @description A request with the explanation of its response. */
        Explanation: {
            requestId: string;
            method: string | null;
            /** @description The sent body with redacted tokens; null without a body. */
            request: unknown;
            status: number;
            /** @description The response body. */
            response: unknown;
            /** @description The reason of a refusal, as in x-luna-why; null for other responses. */
            why: string | null;
            /** @description The rule that refused the request, with its evidence level and source. */
            refusedBy: components["schemas"]["Rule"] | null;
            /** @description The request or values that would be accepted. */
            accepted: string | null;
            /** @description The records that caused a refusal, before the request; empty if they exceed 16 KiB or were dropped. */
            records: {
                card?: Record<string, never>;
                template?: Record<string, never>;
                client?: Record<string, never>;
            };
            rules: components["schemas"]["Rule"][];
            /** @description The switches that affected the parsing of the request, the rules, or the form of a refusal. */
            switches: {
                name: string;
                value: string;
                question: string;
                evidence: string;
            }[];
            fault: components["schemas"]["FaultOfRequest"];
            changes: Record<string, never>[];
        };
        Finding: {
            /** @description The mistake's id, as in docs/mistakes.md. */
            mistake: string;
            /** @description Description of the mistake. */
            text: string;
            /** @enum {unknown} */
            severity: "error" | "warning" | "hint";
            /** @description False for a hint, which may be intended. */
            certain: boolean;
            /** @description Number of occurrences. */
            count: number;
            /** @description Ids of the first requests with the mistake. */
            requests: string[];
            /** @description Description of the occurrence. */
            observed: string;
            example: string;
            /** @description How to fix it. */
            advice: string;
        };
        /** @description Mistakes of the clients, found in the request log. */
        Report: {
            /** @description Number of examined requests. */
            requests: number;
            /** @description Time of the first request; null without requests. */
            from: components["schemas"]["Iso"] | null;
            /** @description Time of the last request; null without requests. */
            to: components["schemas"]["Iso"] | null;
            /** @description False if the request log has dropped requests or bodies, which could contain a mistake. */
            complete: boolean;
            dropped: components["schemas"]["Dropped"];
            /** @description Time of the sandbox's last reset, if the report includes earlier requests. */
            lastReset: components["schemas"]["Iso"] | null;
            /** @description Errors first, then warnings, then hints. */
            findings: components["schemas"]["Finding"][];
        };
        /**
         * @description Lower-case letters, digits and dashes, at most 63. `header` is reserved.
         * @example lost-response
         */
        FaultId: string;
        /**
         * @description Only requests of this method.
         * @example usePass
         */
        FaultMethod: string;
        /**
         * @description Only requests with the token of this company.
         * @example main
         */
        FaultCompany: string;
        /**
         * @description Only requests whose body has this passSerialNumber.
         * @example 297150-586-203
         */
        FaultSerial: string;
        /**
         * @description Only requests whose body has these values. Objects may have further keys; arrays have the same length. At most 2,000 characters of JSON.
         * @example {
         *       "numberStumps": 2
         *     }
         */
        FaultBody: {
            [key: string]: unknown;
        };
        /** @description Maximum number of requests on which the fault fires. Without it there is no limit. */
        FaultTimes: number;
        /** @description Number of matching requests to skip first. */
        FaultAfter: number;
        /** @description Probability that the fault fires on a matching request. It is drawn from the seed of the sandbox, so that the same requests give the same draws. */
        FaultProbability: number;
        /** @description The method runs at once, and its response is late. */
        DelayEffect: {
            /**
             * @constant
             * @enum {unknown}
             */
            kind: "delay";
            /** @description The delay in milliseconds, or its median with `sigma`. */
            ms: number;
            /** @description Standard deviation of the logarithm of log-normal delays. They are drawn from the seed of the sandbox and are at most 60 seconds. */
            sigma?: number;
        };
        /** @description An error of the vendor, under the profile of the request. The method does not run. */
        ErrorEffect: {
            /**
             * @constant
             * @enum {unknown}
             */
            kind: "error";
            code: number;
            /** @description Only with code 5: the client that has the phone or e-mail. The default is an id from the seed, which no client may have. */
            userID?: number;
        };
        /**
         * @description The effect comes `before` the method runs, so that nothing changes, or `after` it has run.
         * @default before
         * @enum {unknown}
         */
        FaultMoment: "before" | "after";
        /** @description The response of a gateway in front of the service. */
        HttpEffect: {
            /**
             * @constant
             * @enum {unknown}
             */
            kind: "http";
            /** @enum {unknown} */
            status: 429 | 500 | 502 | 503;
            /**
             * @default html
             * @enum {unknown}
             */
            body?: "html" | "empty";
            /**
             * @description Only with status 429 or 503: seconds in the header Retry-After.
             * @default 1
             */
            retryAfter?: number;
            when?: components["schemas"]["FaultMoment"];
        };
        /** @description No response. The connection stays open until the client closes it or the server stops. */
        HangEffect: {
            /**
             * @constant
             * @enum {unknown}
             */
            kind: "hang";
            when?: components["schemas"]["FaultMoment"];
        };
        /** @description The connection is closed without a response, or in the middle of the response. */
        CutEffect: {
            /**
             * @constant
             * @enum {unknown}
             */
            kind: "cut";
            /**
             * @description `before` the method runs, `after` it has run, or `during` its response: half of the body is sent.
             * @enum {unknown}
             */
            when: "before" | "after" | "during";
        };
        /** @description The response is complete for HTTP, with the right Content-Length, but the end of its body is missing. */
        TruncateEffect: {
            /**
             * @constant
             * @enum {unknown}
             */
            kind: "truncate";
            /**
             * @description The part of the body that is sent.
             * @default 0.5
             */
            keep?: number;
        };
        /** @description The body of the response is sent in pieces. */
        DripEffect: {
            /**
             * @constant
             * @enum {unknown}
             */
            kind: "drip";
            /** @description Time from the first to the last piece in milliseconds. */
            ms: number;
            /** @default 10 */
            pieces?: number;
        };
        /** @description The response has a different Content-Type. */
        ContentTypeEffect: {
            /**
             * @constant
             * @enum {unknown}
             */
            kind: "contentType";
            /**
             * @default text/plain
             * @example text/plain
             */
            value?: string;
        };
        /** @description A method that only reads gets an earlier state. Methods that change records do not match. */
        StaleEffect: {
            /**
             * @constant
             * @enum {unknown}
             */
            kind: "stale";
            /** @description Age of the state in seconds of real time. */
            seconds: number;
        };
        FaultEffect: components["schemas"]["DelayEffect"] | components["schemas"]["ErrorEffect"] | components["schemas"]["HttpEffect"] | components["schemas"]["HangEffect"] | components["schemas"]["CutEffect"] | components["schemas"]["TruncateEffect"] | components["schemas"]["DripEffect"] | components["schemas"]["ContentTypeEffect"] | components["schemas"]["StaleEffect"];
        /**
         * @example {
         *       "id": "fault-1",
         *       "method": "usePass",
         *       "times": 1,
         *       "effect": {
         *         "kind": "error",
         *         "code": 2
         *       },
         *       "matched": 1,
         *       "fired": 1
         *     }
         */
        Fault: {
            id: components["schemas"]["FaultId"];
            method?: components["schemas"]["FaultMethod"];
            company?: components["schemas"]["FaultCompany"];
            serial?: components["schemas"]["FaultSerial"];
            body?: components["schemas"]["FaultBody"];
            times?: components["schemas"]["FaultTimes"];
            after?: components["schemas"]["FaultAfter"];
            probability?: components["schemas"]["FaultProbability"];
            effect: components["schemas"]["FaultEffect"];
            /** @description Number of matching requests, until the fault has fired `times` times. Requests that an earlier fault took do not count. */
            matched: number;
            /** @description Number of requests on which the fault fired. */
            fired: number;
        };
        Faults: {
            /** @description In order of creation. */
            faults: components["schemas"]["Fault"][];
            /** @description Ids of the faults that have not fired yet. */
            neverFired: components["schemas"]["FaultId"][];
        };
        /**
         * @description A filter, a count and an effect. A fault without a filter matches every request with a valid token.
         * @example {
         *       "method": "usePass",
         *       "times": 1,
         *       "effect": {
         *         "kind": "error",
         *         "code": 2
         *       }
         *     }
         * @example {
         *       "id": "lost-response",
         *       "serial": "297150-586-203",
         *       "after": 1,
         *       "effect": {
         *         "kind": "cut",
         *         "when": "after"
         *       }
         *     }
         * @example {
         *       "probability": 0.1,
         *       "effect": {
         *         "kind": "delay",
         *         "ms": 500,
         *         "sigma": 0.5
         *       }
         *     }
         */
        FaultRequest: {
            id?: components["schemas"]["FaultId"];
            method?: components["schemas"]["FaultMethod"];
            company?: components["schemas"]["FaultCompany"];
            serial?: components["schemas"]["FaultSerial"];
            body?: components["schemas"]["FaultBody"];
            times?: components["schemas"]["FaultTimes"];
            after?: components["schemas"]["FaultAfter"];
            probability?: components["schemas"]["FaultProbability"];
            effect: components["schemas"]["FaultEffect"];
        };
        /** @description Changes of a template. Settings are merged; issued cards keep their expiry date. */
        TemplateChange: {
            name?: components["schemas"]["Name"];
            expiry?: components["schemas"]["Expiry"];
            settings?: Record<string, never>;
        };
        /** @description Fields of the card issue form. Null removes a field. */
        ClientForm: {
            dateOfBirth?: components["schemas"]["DateOfBirth"];
            Field0?: string | null;
            Field1?: string | null;
            Field2?: string | null;
            Field3?: string | null;
            Field4?: string | null;
            Field5?: string | null;
        };
    };
    responses: {
        /** @description The files of the sandbox are damaged, or writing its state fails at the moment. */
        Unavailable: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The disk is full, or the sandbox has reached its maximum size. Nothing has changed. */
        NoSpace: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The admin token is missing or wrong. */
        Unauthorized: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The address sent too many wrong admin tokens. Retry after the time in Retry-After. */
        TooManyAttempts: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The Host or Origin is unknown, or a web page of another site sent the request. */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The body is invalid. */
        InvalidBody: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Unknown sandbox. */
        UnknownSandbox: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Unknown sandbox or record. */
        UnknownRecord: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Unknown sandbox or snapshot. */
        UnknownSnapshot: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description Unknown sandbox, snapshot or request. */
        UnknownState: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The request has no valid token, so it belongs to no state. */
        NoState: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The status of the card does not allow the action. */
        CardConflict: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description The request has left the request log, or its state is no longer stored. */
        Gone: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
        /** @description If-Match is not the present ETag. Nothing has changed. */
        PreconditionFailed: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["Error"];
            };
        };
    };
    parameters: {
        /** @description Id of the sandbox. */
        SandboxId: string;
        /** @description Serial number of the card. */
        Serial: string;
        /** @description Only requests after this request id, or after this time in UTC. An id that the request log does not have is refused. */
        Since: string;
        /** @description JSON, HAR 1.2, a shell script of curl commands, or a Pact file of version 4. */
        Format: "json" | "har" | "curl" | "pact";
        /** @description Changes the resource only if it still has this ETag, or an ETag of a list; `*` matches any. Of several requests with the same ETag, one succeeds and the others get 412. */
        IfMatch: string;
        /** @description The response is 304 without a body if the resource still has this ETag. */
        IfNoneMatch: string;
    };
    requestBodies: never;
    headers: {
        /** @description A strong ETag for If-Match: a hash of the content. The ETag of a clock is a hash of its setting, so it does not change while the clock runs. */
        ETag: string;
    };
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description Writing the state fails, or the sandbox `default` is damaged. */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
        };
    };
    getDocument: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyAttempts"];
        };
    };
    getControlDocument: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": Record<string, never>;
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyAttempts"];
        };
    };
    getRules: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rules"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyAttempts"];
        };
    };
    getSwitches: {
        parameters: {
            query?: never;
            header?: {
                /** @description The response is 304 without a body if the resource still has this ETag. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Switches"];
                };
            };
            /** @description Unchanged since the ETag in If-None-Match. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyAttempts"];
        };
    };
    listSandboxes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        sandboxes: (components["schemas"]["Sandbox"] | components["schemas"]["DamagedSandbox"])[];
                    };
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            429: components["responses"]["TooManyAttempts"];
        };
    };
    createSandbox: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SandboxRequest"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sandbox"];
                };
            };
            /** @description The body or the fixture is invalid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description The id or a token exists already. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The sandbox limit is reached, or the address sent too many wrong admin tokens. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            503: components["responses"]["Unavailable"];
            507: components["responses"]["NoSpace"];
        };
    };
    getSandbox: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sandbox"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownSandbox"];
            429: components["responses"]["TooManyAttempts"];
            503: components["responses"]["Unavailable"];
        };
    };
    deleteSandbox: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownSandbox"];
            /** @description The sandbox `default` cannot be deleted. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            429: components["responses"]["TooManyAttempts"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["NoSpace"];
        };
    };
    resetSandbox: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sandbox"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownSandbox"];
            429: components["responses"]["TooManyAttempts"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["NoSpace"];
        };
    };
    listSnapshots: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Snapshots"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownSandbox"];
            429: components["responses"]["TooManyAttempts"];
            503: components["responses"]["Unavailable"];
        };
    };
    takeSnapshot: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["SnapshotRequest"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Snapshot"];
                };
            };
            400: components["responses"]["InvalidBody"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownSandbox"];
            /** @description A snapshot of this name exists already. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The sandbox has too many snapshots, or the address sent too many wrong admin tokens. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            503: components["responses"]["Unavailable"];
            507: components["responses"]["NoSpace"];
        };
    };
    deleteSnapshot: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
                /** @description Name of the snapshot. */
                snapshot: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownSnapshot"];
            429: components["responses"]["TooManyAttempts"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["NoSpace"];
        };
    };
    restoreSnapshot: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
                /** @description Name of the snapshot. */
                snapshot: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sandbox"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownSnapshot"];
            /** @description A token of the snapshot belongs to another sandbox now. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            429: components["responses"]["TooManyAttempts"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["NoSpace"];
        };
    };
    forkSandbox: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["ForkRequest"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sandbox"];
                };
            };
            400: components["responses"]["InvalidBody"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownState"];
            /** @description The id exists already. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            410: components["responses"]["Gone"];
            /** @description The sandbox limit is reached, or the address sent too many wrong admin tokens. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            503: components["responses"]["Unavailable"];
            507: components["responses"]["NoSpace"];
        };
    };
    compareStates: {
        parameters: {
            query: {
                /** @description `now`, a snapshot, or a request: the state right before it. */
                from: string;
                /** @description Like `from`. The default is `now`. */
                to?: string;
            };
            header?: never;
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Diff"];
                };
            };
            /** @description A parameter is invalid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownState"];
            409: components["responses"]["NoState"];
            410: components["responses"]["Gone"];
            429: components["responses"]["TooManyAttempts"];
            503: components["responses"]["Unavailable"];
        };
    };
    showRequestDiff: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
                /** @description Id of the request, as in x-luna-request-id. */
                request: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Diff"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description Unknown sandbox or request. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            409: components["responses"]["NoState"];
            410: components["responses"]["Gone"];
            429: components["responses"]["TooManyAttempts"];
            503: components["responses"]["Unavailable"];
        };
    };
    getState: {
        parameters: {
            query?: never;
            header?: {
                /** @description The response is 304 without a body if the resource still has this ETag. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["State"];
                };
            };
            /** @description Unchanged since the ETag in If-None-Match. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownSandbox"];
            429: components["responses"]["TooManyAttempts"];
            503: components["responses"]["Unavailable"];
        };
    };
    putState: {
        parameters: {
            query?: never;
            header?: {
                /** @description Changes the resource only if it still has this ETag, or an ETag of a list; `*` matches any. Of several requests with the same ETag, one succeeds and the others get 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["State"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sandbox"];
                };
            };
            /** @description The state is invalid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownSandbox"];
            /** @description A token belongs to another sandbox. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            412: components["responses"]["PreconditionFailed"];
            429: components["responses"]["TooManyAttempts"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["NoSpace"];
        };
    };
    getClock: {
        parameters: {
            query?: never;
            header?: {
                /** @description The response is 304 without a body if the resource still has this ETag. */
                "If-None-Match"?: components["parameters"]["IfNoneMatch"];
            };
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    ETag: components["headers"]["ETag"];
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Clock"];
                };
            };
            /** @description Unchanged since the ETag in If-None-Match. */
            304: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownSandbox"];
            429: components["responses"]["TooManyAttempts"];
            503: components["responses"]["Unavailable"];
        };
    };
    putClock: {
        parameters: {
            query?: never;
            header?: {
                /** @description Changes the resource only if it still has this ETag, or an ETag of a list; `*` matches any. Of several requests with the same ETag, one succeeds and the others get 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClockChange"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Clock"];
                };
            };
            400: components["responses"]["InvalidBody"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownSandbox"];
            412: components["responses"]["PreconditionFailed"];
            429: components["responses"]["TooManyAttempts"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["NoSpace"];
        };
    };
    getProfile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Profile"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownSandbox"];
            429: components["responses"]["TooManyAttempts"];
            503: components["responses"]["Unavailable"];
        };
    };
    putProfile: {
        parameters: {
            query?: never;
            header?: {
                /** @description Changes the resource only if it still has this ETag, or an ETag of a list; `*` matches any. Of several requests with the same ETag, one succeeds and the others get 412. */
                "If-Match"?: components["parameters"]["IfMatch"];
            };
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Profile"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Profile"];
                };
            };
            400: components["responses"]["InvalidBody"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownSandbox"];
            412: components["responses"]["PreconditionFailed"];
            429: components["responses"]["TooManyAttempts"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["NoSpace"];
        };
    };
    getRequests: {
        parameters: {
            query?: {
                /** @description Only requests after this request id, or after this time in UTC. An id that the request log does not have is refused. */
                since?: components["parameters"]["Since"];
                /** @description Only requests of this method, such as usePass. */
                method?: string;
                /** @description Only requests that contain this serial number, or change its card. */
                serial?: string;
                /** @description `true` for refused requests only, `false` for accepted and failed requests only. */
                refused?: "true" | "false";
                /** @description Maximum number of requests. */
                limit?: number;
                /** @description If no request matches, the response waits at most this number of milliseconds for one. */
                wait?: number;
                /** @description `1` for server-sent events. They begin after `since` or the header Last-Event-ID, or else with the next request. */
                stream?: "1";
                /** @description JSON, HAR 1.2, a shell script of curl commands, or a Pact file of version 4. */
                format?: components["parameters"]["Format"];
            };
            header?: {
                /** @description The id of the last event that a stream has received. */
                "Last-Event-ID"?: string;
            };
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Requests"];
                    "application/har+json": Record<string, never>;
                    "application/pact+json": Record<string, never>;
                    "text/x-shellscript": string;
                    "text/event-stream": string;
                };
            };
            /** @description A filter is invalid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownSandbox"];
            /** @description Too many requests wait, too many streams are open, or the address sent too many wrong admin tokens. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            503: components["responses"]["Unavailable"];
        };
    };
    verifyRequests: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["VerifyRequest"];
            };
        };
        responses: {
            /** @description The expected number of requests matches. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Verification"];
                };
            };
            400: components["responses"]["InvalidBody"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownSandbox"];
            /** @description The number of matching requests is unexpected. A test can print `message`. */
            417: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FailedVerification"];
                };
            };
            429: components["responses"]["TooManyAttempts"];
            503: components["responses"]["Unavailable"];
        };
    };
    getRequest: {
        parameters: {
            query?: {
                /** @description JSON, HAR 1.2, a shell script of curl commands, or a Pact file of version 4. */
                format?: components["parameters"]["Format"];
            };
            header?: never;
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
                /** @description Id of the request, as in x-luna-request-id. */
                request: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Explanation"];
                    "application/har+json": Record<string, never>;
                    "application/pact+json": Record<string, never>;
                    "text/x-shellscript": string;
                };
            };
            /** @description The format is unknown. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description Unknown sandbox, or unknown request in its request log. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            429: components["responses"]["TooManyAttempts"];
            503: components["responses"]["Unavailable"];
        };
    };
    getReport: {
        parameters: {
            query?: {
                /** @description Only requests after this request id, or after this time in UTC. An id that the request log does not have is refused. */
                since?: components["parameters"]["Since"];
            };
            header?: never;
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Report"];
                };
            };
            /** @description A filter is invalid. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownSandbox"];
            429: components["responses"]["TooManyAttempts"];
            503: components["responses"]["Unavailable"];
        };
    };
    listFaults: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Faults"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownSandbox"];
            429: components["responses"]["TooManyAttempts"];
            503: components["responses"]["Unavailable"];
        };
    };
    addFault: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FaultRequest"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fault"];
                };
            };
            400: components["responses"]["InvalidBody"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownSandbox"];
            /** @description The id exists already. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            /** @description The sandbox has 100 faults, or the address sent too many wrong admin tokens. */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            503: components["responses"]["Unavailable"];
            507: components["responses"]["NoSpace"];
        };
    };
    clearFaults: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownSandbox"];
            429: components["responses"]["TooManyAttempts"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["NoSpace"];
        };
    };
    deleteFault: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
                /** @description Id of the fault. */
                fault: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            /** @description Unknown sandbox or fault. */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            429: components["responses"]["TooManyAttempts"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["NoSpace"];
        };
    };
    createTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Template"];
            };
        };
        responses: {
            /** @description Done. */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Template"];
                };
            };
            400: components["responses"]["InvalidBody"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownSandbox"];
            /** @description The id exists already. */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Error"];
                };
            };
            429: components["responses"]["TooManyAttempts"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["NoSpace"];
        };
    };
    changeTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
                /** @description Id of the template. */
                template: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TemplateChange"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Template"];
                };
            };
            400: components["responses"]["InvalidBody"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownRecord"];
            429: components["responses"]["TooManyAttempts"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["NoSpace"];
        };
    };
    installCard: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
                /** @description Serial number of the card. */
                serial: components["parameters"]["Serial"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Card"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownRecord"];
            409: components["responses"]["CardConflict"];
            429: components["responses"]["TooManyAttempts"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["NoSpace"];
        };
    };
    deleteCard: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
                /** @description Serial number of the card. */
                serial: components["parameters"]["Serial"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Card"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownRecord"];
            409: components["responses"]["CardConflict"];
            429: components["responses"]["TooManyAttempts"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["NoSpace"];
        };
    };
    redeemCard: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
                /** @description Serial number of the card. */
                serial: components["parameters"]["Serial"];
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Card"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownRecord"];
            409: components["responses"]["CardConflict"];
            429: components["responses"]["TooManyAttempts"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["NoSpace"];
        };
    };
    fillForm: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the sandbox. */
                id: components["parameters"]["SandboxId"];
                /** @description Id of the client. */
                client: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ClientForm"];
            };
        };
        responses: {
            /** @description Done. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Client"];
                };
            };
            400: components["responses"]["InvalidBody"];
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["UnknownRecord"];
            429: components["responses"]["TooManyAttempts"];
            503: components["responses"]["Unavailable"];
            507: components["responses"]["NoSpace"];
        };
    };
}
