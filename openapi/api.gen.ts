// Made by `npm run generate`. Do not edit.
export interface paths {
    "/getTemplates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * List the card templates of the company
         * @description Returns all card templates of the company with their id, name and card type.
         *
         *     The method has no parameters. The body may be an empty object or missing; any body is
         *     ignored.
         *
         *     **Rules**
         *
         *     - Lists are in order of creation, operations and pushes newest first. (sample)
         */
        post: operations["getTemplates"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/createClient": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a client
         * @description Creates a client of one card template and returns the id of the client. createPass creates the
         *     card.
         *
         *     The surname, the first name and the template are required, and a phone number or an e-mail address
         *     or both. The phone number is an integer with the country code here, and a string of digits in
         *     responses of other methods.
         *
         *     A client belongs to one template: the same phone number in two templates makes two clients with two
         *     ids. A phone number or an e-mail address that a client of this template already has gives error 5
         *     with the id of that client. If the phone number and the e-mail address belong to different
         *     clients, userID is the client with the phone number.
         *
         *     **Rules**
         *
         *     - A template that does not exist or belongs to another company is refused. (assumed)
         *     - A client belongs to one template: the same phone in two templates is two clients with two user ids. (inferred)
         *     - A phone or e-mail is unique in a template. A duplicate is error 5 with the user id of the existing client; the phone is checked before the e-mail. (documented)
         */
        post: operations["createClient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/searchClient": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Find a client of a template
         * @description Finds the client of a given card template by phone number or e-mail address. One of the two is
         *     required.
         *
         *     The vendor shows no response. A client that is found is one flat object; if no client is found,
         *     the response is result 0 and not an error.
         *
         *     **Rules**
         *
         *     - A template that does not exist or belongs to another company is refused. (assumed)
         *     - A client belongs to one template: the same phone in two templates is two clients with two user ids. (inferred)
         *     - searchClient finds the template's client with the phone or, without a match, with the e-mail. (assumed, switch searchHit, switch searchMiss)
         */
        post: operations["searchClient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/updateClient": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change a client
         * @description Changes the surname, the first name, the phone number and the e-mail address of a client. All
         *     required parameters must be sent, not only the changed ones.
         *
         *     The phone number or the e-mail address is required; if one of them is omitted, it does not
         *     change. If a different client of the template already has it, the response is error 5 with the id
         *     of that client.
         *
         *     **Rules**
         *
         *     - A template that does not exist or belongs to another company is refused. (assumed)
         *     - A client that does not exist, or belongs to another template or company, is refused. (assumed)
         *     - A phone or e-mail is unique in a template. A duplicate is error 5 with the user id of the existing client; the phone is checked before the e-mail. (documented)
         *     - updateClient with only one of phone and e-mail keeps the other. (assumed)
         */
        post: operations["updateClient"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/getClientInfo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Show the client of a card
         * @description Returns the client who holds a card: surname, first name, date of birth, phone number, and the
         *     additional fields Field0 to Field5 that were in the card issue form.
         *
         *     The date of birth and the phone number are null if they are unknown, and a field that the form lacks
         *     is omitted. The id and the e-mail address of the client are not returned. The card may
         *     also be not installed or deleted.
         *
         *     **Rules**
         *
         *     - An unknown serial number is error 2. (documented)
         *     - A card of another company is error 3. (documented)
         *     - No call sets dateOfBirth and Field0 to Field5: they come from the card issue form. (inferred)
         *     - usePass, useReward and getClientInfo accept cards that are not installed or deleted. (assumed)
         */
        post: operations["getClientInfo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/getClientsList": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * List the clients of a template
         * @description Returns the clients of a card template, ten per page, in order of creation, with or without a card.
         *
         *     The default page is the first. A page past the end is an empty list. The id of a client is
         *     called id here and userID in the other methods.
         *
         *     **Rules**
         *
         *     - A template that does not exist or belongs to another company is refused. (assumed)
         *     - No call sets dateOfBirth and Field0 to Field5: they come from the card issue form. (inferred)
         *     - Lists are in order of creation, operations and pushes newest first. (sample)
         *     - Lists have pages of the method's size. A page past the end is empty; a page before the first is refused. (documented, switch firstPage)
         */
        post: operations["getClientsList"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/createPass": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a card for a client
         * @description Creates a card of a template for a client of that template and returns its serial number and the
         *     address at which the customer installs it. The client id is from createClient.
         *
         *     The new card is not installed. Calling the method again for the same client returns the same card.
         *
         *     **Rules**
         *
         *     - A template that does not exist or belongs to another company is refused. (assumed)
         *     - A client that does not exist, or belongs to another template or company, is refused. (assumed)
         *     - createPass again for a client returns the existing card, even if it was deleted. Under secondPass=new it creates a new card each time, and the calls by phone use the newest. (assumed, switch secondPass)
         *     - Expiry is a setting of the template: none, a fixed date, or a number of days after issue; a card gets its date when it is issued. (sibling)
         */
        post: operations["createPass"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/getPassInfo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Show a card
         * @description Returns the type, the status and the serial number of a card, and the fields of its type.
         *
         *     Coupons, certificates and membership cards have no further fields here: neither the balance of
         *     a certificate nor the expiration date of any card is returned.
         *
         *     **Rules**
         *
         *     - An unknown serial number is error 2. (documented)
         *     - A card of another company is error 3. (documented)
         *     - A card goes from not installed to installed to deleted; a deleted card can be installed again. (sibling)
         *     - The counter restarts at maxStamps, also while a reward is unused. (inferred)
         *     - The cashback percentage comes from the tier that the total spend has reached. (sibling)
         *     - The percentage is that of the highest tier whose threshold the total spend has reached. A template has up to 6 tiers. (sibling)
         *     - activeStamps are the remaining visits. addStamps adds sold visits, takeStamps takes a visit. (sibling)
         *     - A visit earns bonus points; the template's setting is the number. (documented)
         *     - Staff redeem a coupon once, in the scanner app; the vendor's API has no call for it. (sibling)
         *     - The discount percentage comes from the tier that the total spend has reached. (sibling)
         *     - A certificate has one balance, credited by accruePoints and spent in parts by spendPoints; it starts at zero. (documented)
         *     - A membership card has only the common fields and the expiry date; usePass can only set that date. (documented)
         */
        post: operations["getPassInfo"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/checkPassExistsByPhone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check whether a card exists, by phone number
         * @description Returns whether a phone number has a card of the given template: result is 1 if it exists and 0 if
         *     it does not. So result 0 is not a failure here.
         *
         *     **Rules**
         *
         *     - A template that does not exist or belongs to another company is refused. (assumed)
         *     - The calls by phone use the card of the template's client with that phone; getPassInfoByPhone is error 2 without a card. (assumed)
         */
        post: operations["checkPassExistsByPhone"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/getPassInfoByPhone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Show a card, by phone number
         * @description Returns the card of the given template for a phone number, in the same format as getPassInfo.
         *
         *     If the client has no card, the response is error 2, although no serial number was sent.
         *
         *     **Rules**
         *
         *     - A template that does not exist or belongs to another company is refused. (assumed)
         *     - The calls by phone use the card of the template's client with that phone; getPassInfoByPhone is error 2 without a card. (assumed)
         *     - A card goes from not installed to installed to deleted; a deleted card can be installed again. (sibling)
         *     - The counter restarts at maxStamps, also while a reward is unused. (inferred)
         *     - The cashback percentage comes from the tier that the total spend has reached. (sibling)
         *     - The percentage is that of the highest tier whose threshold the total spend has reached. A template has up to 6 tiers. (sibling)
         *     - activeStamps are the remaining visits. addStamps adds sold visits, takeStamps takes a visit. (sibling)
         *     - A visit earns bonus points; the template's setting is the number. (documented)
         *     - Staff redeem a coupon once, in the scanner app; the vendor's API has no call for it. (sibling)
         *     - The discount percentage comes from the tier that the total spend has reached. (sibling)
         *     - A certificate has one balance, credited by accruePoints and spent in parts by spendPoints; it starts at zero. (documented)
         *     - A membership card has only the common fields and the expiry date; usePass can only set that date. (documented)
         */
        post: operations["getPassInfoByPhone"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/getClientPassesByPhone": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * List the cards of a customer, by phone number
         * @description Returns all cards that belong to a phone number, within all templates of the company. A row is a
         *     response of getPassInfo without result.
         *
         *     The list has no pages.
         *
         *     **Rules**
         *
         *     - A client belongs to one template: the same phone in two templates is two clients with two user ids. (inferred)
         *     - Lists are in order of creation, operations and pushes newest first. (sample)
         *     - A card goes from not installed to installed to deleted; a deleted card can be installed again. (sibling)
         *     - The counter restarts at maxStamps, also while a reward is unused. (inferred)
         *     - The cashback percentage comes from the tier that the total spend has reached. (sibling)
         *     - The percentage is that of the highest tier whose threshold the total spend has reached. A template has up to 6 tiers. (sibling)
         *     - activeStamps are the remaining visits. addStamps adds sold visits, takeStamps takes a visit. (sibling)
         *     - A visit earns bonus points; the template's setting is the number. (documented)
         *     - Staff redeem a coupon once, in the scanner app; the vendor's API has no call for it. (sibling)
         *     - The discount percentage comes from the tier that the total spend has reached. (sibling)
         *     - A certificate has one balance, credited by accruePoints and spent in parts by spendPoints; it starts at zero. (documented)
         *     - A membership card has only the common fields and the expiry date; usePass can only set that date. (documented)
         */
        post: operations["getClientPassesByPhone"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/getClientPassesByEmail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * List the cards of a customer, by e-mail address
         * @description Returns all cards that belong to an e-mail address, within all templates of the company. A row is
         *     a response of getPassInfo without result.
         *
         *     The list has no pages.
         *
         *     **Rules**
         *
         *     - A client belongs to one template: the same phone in two templates is two clients with two user ids. (inferred)
         *     - Lists are in order of creation, operations and pushes newest first. (sample)
         *     - A card goes from not installed to installed to deleted; a deleted card can be installed again. (sibling)
         *     - The counter restarts at maxStamps, also while a reward is unused. (inferred)
         *     - The cashback percentage comes from the tier that the total spend has reached. (sibling)
         *     - The percentage is that of the highest tier whose threshold the total spend has reached. A template has up to 6 tiers. (sibling)
         *     - activeStamps are the remaining visits. addStamps adds sold visits, takeStamps takes a visit. (sibling)
         *     - A visit earns bonus points; the template's setting is the number. (documented)
         *     - Staff redeem a coupon once, in the scanner app; the vendor's API has no call for it. (sibling)
         *     - The discount percentage comes from the tier that the total spend has reached. (sibling)
         *     - A certificate has one balance, credited by accruePoints and spent in parts by spendPoints; it starts at zero. (documented)
         *     - A membership card has only the common fields and the expiry date; usePass can only set that date. (documented)
         */
        post: operations["getClientPassesByEmail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/getTemplateClientPasses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * List the clients of a template by the state of their cards
         * @description Returns the clients of a template whose cards are in the given state, a hundred per page, in order of
         *     creation.
         *
         *     A row is a client as in getClientsList with the serial number and the status of the card. Both are
         *     omitted if the client has no card.
         *
         *     PassInstalled means installed and currently valid, so a client
         *     with an expired card is not in it. The four names are spelled in mixed case by the vendor; any case
         *     is accepted.
         *
         *     **Rules**
         *
         *     - A template that does not exist or belongs to another company is refused. (assumed)
         *     - No call sets dateOfBirth and Field0 to Field5: they come from the card issue form. (inferred)
         *     - Lists are in order of creation, operations and pushes newest first. (sample)
         *     - Lists have pages of the method's size. A page past the end is empty; a page before the first is refused. (documented, switch firstPage)
         *     - PassInstalled lists installed cards that have not expired. passNotInstalled and passDeleted depend on the status alone, PassNotCreated lists clients without a card. (documented)
         */
        post: operations["getTemplateClientPasses"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/usePass": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Update a card
         * @description Changes the balances of a card. The parameters depend on the type of the card:
         *
         *     - 0 stamps: numberStumps, no action
         *     - 1 cashback: spendPoints, accruePoints, increaseTotalSpentSum, reduceTotalSpentSum with sum
         *     - 2 subscription: spendPoints with sum; takeStamps, addStamps with numberStumps
         *     - 3 coupon: no action but setExpirationDate
         *     - 4 discount: increaseTotalSpentSum, reduceTotalSpentSum with sum
         *     - 5 certificate: spendPoints, accruePoints with sum
         *     - 6 membership: no action but setExpirationDate
         *     - every type, if the expiry setting of the template is on: setExpirationDate with expiryDate
         *
         *     Amounts are whole numbers greater than zero. A balance never goes below zero: the call is
         *     refused. On an expired card only setExpirationDate works. A card that is not installed or
         *     deleted can be used.
         *
         *     On a stamp card a reward is credited at each of its milestones in each round. A reward with autoUse
         *     is written off at the next visit, which is the next usePass. On a cashback card
         *     increaseTotalSpentSum changes the total and the percentage, not the points.
         *
         *     The checks have this order:
         *
         *     1. the serial number is present (4)
         *     2. the card exists (2)
         *     3. the card is yours (3)
         *     4. the parameters of its type are present (4)
         *     5. the rule of the card accepts them
         *
         *     The vendor's samples lack the x-access-token header here; it is required nevertheless.
         *
         *     **Rules**
         *
         *     - An unknown serial number is error 2. (documented)
         *     - A card of another company is error 3. (documented)
         *     - Amounts (stamps, visits, points, sums, rewards) are integers greater than zero. (sibling)
         *     - No balance goes below zero: an amount larger than the balance is refused, not cut off. (sibling)
         *     - A change to a balance above 9007199254740991 is refused, because it would not be exact. (assumed)
         *     - usePass, useReward and getClientInfo accept cards that are not installed or deleted. (assumed)
         *     - From its expiry date on, a card cannot be used. It stays on the phone and can be read. (sibling)
         *     - setExpirationDate works on every card type whose template has the expiry setting on, also on an expired card, so that it can be extended. (documented)
         *     - usePass on a stamp card credits numberStumps stamps; an action other than setExpirationDate is an extra key and is ignored. (documented)
         *     - The counter restarts at maxStamps, also while a reward is unused. (inferred)
         *     - A reward is credited at each of its milestones in each round, several in one call if the stamps pass several. Rewards are counted, not distinguished. (inferred)
         *     - A reward with autoUse is written off automatically at the next visit, which is the next usePass that credits stamps. (documented)
         *     - The percentage is that of the highest tier whose threshold the total spend has reached. A template has up to 6 tiers. (sibling)
         *     - When the total spend is reduced, the percentage is computed again. Under tierAfterReduce=kept a reached percentage stays. (assumed, switch tierAfterReduce)
         *     - accruePoints and spendPoints change the points and not the total spend. (sibling)
         *     - increaseTotalSpentSum and reduceTotalSpentSum change the total spend. (documented)
         *     - The cashback percentage comes from the tier that the total spend has reached. (sibling)
         *     - increaseTotalSpentSum does not credit points; spendAccruesPoints=yes credits the new tier's percentage of the sum, rounded down. (assumed, switch spendAccruesPoints)
         *     - activeStamps are the remaining visits. addStamps adds sold visits, takeStamps takes a visit. (sibling)
         *     - A visit earns bonus points; the template's setting is the number. (documented)
         *     - spendPoints takes from the bonus points (numberScores). (documented)
         *     - increaseTotalSpentSum and reduceTotalSpentSum change the total spend. (documented)
         *     - The discount percentage comes from the tier that the total spend has reached. (sibling)
         *     - A certificate has one balance, credited by accruePoints and spent in parts by spendPoints; it starts at zero. (documented)
         */
        post: operations["usePass"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/useReward": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Write off rewards of a stamp card
         * @description Writes off numberRewards of the unused rewards of a stamp card. It lowers unusedRewards only; the
         *     stamps stay.
         *
         *     The vendor's prose says that all available rewards are written off, the parameter table gives their
         *     number as required; the number counts here. More rewards than available are refused, and so is a
         *     card of another type.
         *
         *     The vendor's sample lacks the x-access-token header here; it is required nevertheless.
         *
         *     **Rules**
         *
         *     - An unknown serial number is error 2. (documented)
         *     - A card of another company is error 3. (documented)
         *     - Amounts (stamps, visits, points, sums, rewards) are integers greater than zero. (sibling)
         *     - No balance goes below zero: an amount larger than the balance is refused, not cut off. (sibling)
         *     - usePass, useReward and getClientInfo accept cards that are not installed or deleted. (assumed)
         *     - From its expiry date on, a card cannot be used. It stays on the phone and can be read. (sibling)
         *     - useReward lowers unusedRewards by numberRewards and changes nothing else. Under useRewardCount=all it writes off all rewards. (documented, switch useRewardCount)
         *     - Only stamp cards have rewards; useReward on another card type is refused. (inferred)
         */
        post: operations["useReward"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/getPassOperations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * List the operations on a card
         * @description Returns the operations on a card, newest first, fifty per page. Without page it is the last fifty. A
         *     page past the end is an empty list.
         *
         *     The vendor shows no row; its keys and the names of the actions are our choice.
         *
         *     **Rules**
         *
         *     - An unknown serial number is error 2. (documented)
         *     - A card of another company is error 3. (documented)
         *     - Lists are in order of creation, operations and pushes newest first. (sample)
         *     - Lists have pages of the method's size. A page past the end is empty; a page before the first is refused. (documented, switch firstPage)
         *     - Every change of a balance is an operation with its date, action, amount and new balance. (assumed)
         */
        post: operations["getPassOperations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/sendInfoPush": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a push notification
         * @description Sends a push notification to the holder of one card (pushSegment oneClient) or to all clients who
         *     installed cards of a template (pushSegment allClients). Only cards that are installed get it.
         *
         *     To all clients, page is required: ten cards per page, in order of creation. The response has
         *     numberOfRowsSelected. While it is 10, increase page by 1 and call again.
         *
         *     idTemplate is a string here and a number in every other method. Both are accepted. A push to one
         *     card that is not installed is refused.
         *
         *     messageText may contain variables such as {{clientFName}}. A variable that does not apply to the
         *     card type or has no value becomes empty; an unknown variable stays as written.
         *
         *     One of the vendor's samples lacks the x-access-token header here; it is required nevertheless.
         *
         *     **Rules**
         *
         *     - A template that does not exist or belongs to another company is refused. (assumed)
         *     - An unknown serial number is error 2. (documented)
         *     - A card of another company is error 3. (documented)
         *     - Push notifications reach only cards that are installed. (documented)
         *     - A push to one client whose card is not installed is refused. (assumed)
         *     - Page p of allClients is the p-th ten of the installed cards in order of creation. (documented)
         *     - {{name}} in messageText becomes the value. A variable without a value becomes empty, an unknown name stays unchanged. (documented)
         *     - A text of more than 10000 characters after replacing its variables is refused. (assumed)
         */
        post: operations["sendInfoPush"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/getInfoPushList": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * List the push notifications of a card
         * @description Returns the push notifications that were sent to a card, newest first, ten per page. The default
         *     page is the first. A page past the end is an empty list.
         *
         *     **Rules**
         *
         *     - An unknown serial number is error 2. (documented)
         *     - A card of another company is error 3. (documented)
         *     - Lists are in order of creation, operations and pushes newest first. (sample)
         *     - Lists have pages of the method's size. A page past the end is empty; a page before the first is refused. (documented, switch firstPage)
         */
        post: operations["getInfoPushList"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** @description No parameters. The body is ignored. */
        GetTemplatesRequest: {
            [key: string]: unknown;
        };
        /** @description Id of a card template. A JSON number. */
        TemplateId: number;
        /**
         * @description Card type:
         *
         *     - 0 cumulative card (stamps)
         *     - 1 cashback card
         *     - 2 subscription (stamps)
         *     - 3 coupon
         *     - 4 discount card
         *     - 5 certificate
         *     - 6 membership card
         * @enum {integer}
         */
        CardType: 0 | 1 | 2 | 3 | 4 | 5 | 6;
        /** @description A card template. */
        Template: {
            /** @description Template id. */
            id: components["schemas"]["TemplateId"];
            /** @description Name. */
            name: string;
            type: components["schemas"]["CardType"];
        };
        /** @description All card templates of the company. */
        GetTemplatesAnswer: {
            /**
             * @description Marks a success.
             * @constant
             * @enum {integer}
             */
            result: 1;
            /** @description Templates in order of creation. */
            templates: components["schemas"]["Template"][];
        };
        /** @description Invalid token specified. */
        ErrorInvalidToken: {
            /**
             * @description Error code 1.
             * @constant
             * @enum {integer}
             */
            error: 1;
        };
        /** @description A surname or a first name. */
        PersonName: string;
        /** @description Phone number with the country code, without +, as a number. Responses have it as a string of digits. */
        Phone: number;
        /** @description E-mail address of the client. */
        Email: string;
        /** @description The client to create, with a phone number, and an e-mail address if it is known. */
        CreateClientWithPhone: {
            /** @description Surname. */
            sName: components["schemas"]["PersonName"];
            /** @description First name. */
            fName: components["schemas"]["PersonName"];
            /** @description Phone number with the country code, without +. Required if there is no email. */
            phone: components["schemas"]["Phone"];
            /** @description E-mail address. Required if there is no phone. */
            email?: components["schemas"]["Email"];
            /** @description Card template id. */
            idTemplate: components["schemas"]["TemplateId"];
        };
        /** @description The client to create, with an e-mail address, and a phone number if it is known. */
        CreateClientWithEmail: {
            /** @description Surname. */
            sName: components["schemas"]["PersonName"];
            /** @description First name. */
            fName: components["schemas"]["PersonName"];
            /** @description Phone number with the country code, without +. Required if there is no email. */
            phone?: components["schemas"]["Phone"];
            /** @description E-mail address. Required if there is no phone. */
            email: components["schemas"]["Email"];
            /** @description Card template id. */
            idTemplate: components["schemas"]["TemplateId"];
        };
        /** @description The client to create, with a phone number, an e-mail address, or both. */
        CreateClientRequest: components["schemas"]["CreateClientWithPhone"] | components["schemas"]["CreateClientWithEmail"];
        /** @description Id of a client. A client belongs to one card template, so one person with cards of two templates has two ids. */
        UserId: number;
        /** @description The client is created. */
        CreateClientAnswer: {
            /**
             * @description Marks a success.
             * @constant
             * @enum {integer}
             */
            result: 1;
            /** @description Id of the new client. */
            userID: components["schemas"]["UserId"];
        };
        /**
         * @description Not all required request parameters are filled in: a required parameter is absent, null or an empty
         *     string.
         *
         *     All refusals without a documented code have this code too: a value of the wrong
         *     type or out of range, an unknown action, push segment or selection mode, a body that is not a JSON
         *     object, a template or client that is unknown or belongs to another company, a balance that is too
         *     low, an action that the card type lacks, a used coupon, an expired card, a push to one card that is
         *     not installed.
         */
        ErrorMissingParameters: {
            /**
             * @description Error code 4.
             * @constant
             * @enum {integer}
             */
            error: 4;
        };
        /** @description A client with this phone number or e-mail is already created for this card type. */
        ErrorClientExists: {
            /**
             * @description Error code 5.
             * @constant
             * @enum {integer}
             */
            error: 5;
            /** @description Id of the client that has this phone number or e-mail. */
            userID: components["schemas"]["UserId"];
        };
        /** @description The client to search for, with a phone number. */
        SearchClientWithPhone: {
            /** @description Phone number with the country code, without +. Required if there is no email. */
            phone: components["schemas"]["Phone"];
            /** @description E-mail address. Required if there is no phone. */
            email?: components["schemas"]["Email"];
            /** @description Card template id. */
            idTemplate: components["schemas"]["TemplateId"];
        };
        /** @description The client to search for, with an e-mail address. */
        SearchClientWithEmail: {
            /** @description Phone number with the country code, without +. Required if there is no email. */
            phone?: components["schemas"]["Phone"];
            /** @description E-mail address. Required if there is no phone. */
            email: components["schemas"]["Email"];
            /** @description Card template id. */
            idTemplate: components["schemas"]["TemplateId"];
        };
        /** @description The phone number or the e-mail address of a client of a template. */
        SearchClientRequest: components["schemas"]["SearchClientWithPhone"] | components["schemas"]["SearchClientWithEmail"];
        /**
         * @description Phone number with the country code, without +, as a string of digits, or null when it is not known.
         * @example 12025550143
         */
        PhoneDigits: string | null;
        /** @description The client that was found. */
        SearchClientHit: {
            /**
             * @description Marks a success.
             * @constant
             * @enum {integer}
             */
            result: 1;
            /** @description Id of the client. */
            userID: components["schemas"]["UserId"];
            /** @description Surname. */
            sName: string;
            /** @description First name. */
            fName: string;
            phone: components["schemas"]["PhoneDigits"];
        };
        /** @description No client of the template has this phone number or e-mail address. */
        SearchClientMiss: {
            /**
             * @description No client was found.
             * @constant
             * @enum {integer}
             */
            result: 0;
        };
        /** @description The new parameters of a client, with a phone number, and an e-mail address if it is known. */
        UpdateClientWithPhone: {
            /** @description Client id. */
            userID: components["schemas"]["UserId"];
            /** @description Surname. */
            sName: components["schemas"]["PersonName"];
            /** @description First name. */
            fName: components["schemas"]["PersonName"];
            /** @description Phone number with the country code, without +. Required if there is no email. */
            phone: components["schemas"]["Phone"];
            /** @description E-mail address. Required if there is no phone. */
            email?: components["schemas"]["Email"];
            /** @description Card template id. */
            idTemplate: components["schemas"]["TemplateId"];
        };
        /** @description The new parameters of a client, with an e-mail address, and a phone number if it is known. */
        UpdateClientWithEmail: {
            /** @description Client id. */
            userID: components["schemas"]["UserId"];
            /** @description Surname. */
            sName: components["schemas"]["PersonName"];
            /** @description First name. */
            fName: components["schemas"]["PersonName"];
            /** @description Phone number with the country code, without +. Required if there is no email. */
            phone?: components["schemas"]["Phone"];
            /** @description E-mail address. Required if there is no phone. */
            email: components["schemas"]["Email"];
            /** @description Card template id. */
            idTemplate: components["schemas"]["TemplateId"];
        };
        /** @description The new parameters of a client. */
        UpdateClientRequest: components["schemas"]["UpdateClientWithPhone"] | components["schemas"]["UpdateClientWithEmail"];
        /** @description The client is changed. */
        UpdateClientAnswer: {
            /**
             * @description Marks a success.
             * @constant
             * @enum {integer}
             */
            result: 1;
            /** @description Id of the client. */
            userID: components["schemas"]["UserId"];
        };
        /** @description Serial number of a card, a string such as 297150-586-203. */
        SerialNumber: string;
        /** @description The card whose client to show. */
        GetClientInfoRequest: {
            passSerialNumber: components["schemas"]["SerialNumber"];
        };
        /**
         * @description Date of birth as YYYY-MM-DD, or null when it is not known. No method sets it: it comes from the form that the customer fills in.
         * @example 1990-12-31
         */
        DateOfBirth: string | null;
        /** @description Value of an additional field of the card issue form. Omitted if the form lacks the field. */
        FieldValue: string;
        /** @description The client who holds the card. */
        GetClientInfoAnswer: {
            /**
             * @description Marks a success.
             * @constant
             * @enum {integer}
             */
            result: 1;
            /** @description Surname. */
            sName: string;
            /** @description First name. */
            fName: string;
            dateOfBirth: components["schemas"]["DateOfBirth"];
            phone: components["schemas"]["PhoneDigits"];
            Field0?: components["schemas"]["FieldValue"];
            Field1?: components["schemas"]["FieldValue"];
            Field2?: components["schemas"]["FieldValue"];
            Field3?: components["schemas"]["FieldValue"];
            Field4?: components["schemas"]["FieldValue"];
            Field5?: components["schemas"]["FieldValue"];
        };
        /** @description Card with the given serial number is not found. */
        ErrorCardNotFound: {
            /**
             * @description Error code 2.
             * @constant
             * @enum {integer}
             */
            error: 2;
        };
        /** @description Card found but not owned by your company. */
        ErrorCardNotOwned: {
            /**
             * @description Error code 3.
             * @constant
             * @enum {integer}
             */
            error: 3;
        };
        /** @description Page number; the next page is page + 1. The first page is 1. A page past the end is an empty list. */
        Page: number;
        /** @description The template and the page. */
        GetClientsListRequest: {
            /** @description Card template id. */
            idTemplate: components["schemas"]["TemplateId"];
            /** @description Page of ten clients. Without it the first page. */
            page?: components["schemas"]["Page"];
        };
        /** @description E-mail address, or null when it is not known. */
        EmailAddress: string | null;
        /** @description A client in a list. */
        ClientRow: {
            /** @description Client id; other methods call it userID. */
            id: components["schemas"]["UserId"];
            /** @description Surname. */
            sName: string;
            /** @description First name. */
            fName: string;
            dateOfBirth: components["schemas"]["DateOfBirth"];
            phone: components["schemas"]["PhoneDigits"];
            email: components["schemas"]["EmailAddress"];
            Field0?: components["schemas"]["FieldValue"];
            Field1?: components["schemas"]["FieldValue"];
            Field2?: components["schemas"]["FieldValue"];
            Field3?: components["schemas"]["FieldValue"];
            Field4?: components["schemas"]["FieldValue"];
            Field5?: components["schemas"]["FieldValue"];
        };
        /** @description One page of the clients of a template. */
        GetClientsListAnswer: {
            /**
             * @description Marks a success.
             * @constant
             * @enum {integer}
             */
            result: 1;
            /** @description Up to ten clients in order of creation. */
            rows: components["schemas"]["ClientRow"][];
        };
        /** @description The template and the client of the new card. */
        CreatePassRequest: {
            /** @description Card template id. */
            idTemplate: components["schemas"]["TemplateId"];
            /** @description Client id, as createClient returns it. */
            userID: components["schemas"]["UserId"];
        };
        /** @description The card of the client. */
        CreatePassAnswer: {
            /**
             * @description Marks a success.
             * @constant
             * @enum {integer}
             */
            result: 1;
            serialNumber: components["schemas"]["SerialNumber"];
            /**
             * Format: uri
             * @description Address at which the customer installs the card.
             */
            installURL: string;
        };
        /** @description The card. */
        GetPassInfoRequest: {
            passSerialNumber: components["schemas"]["SerialNumber"];
        };
        /** @description Stamp card (type 0). */
        StampCardInfo: {
            /**
             * @description Marks a success.
             * @constant
             * @enum {integer}
             */
            result: 1;
            /**
             * @description Card type, here 0.
             * @constant
             * @enum {integer}
             */
            type: 0;
            status: components["schemas"]["CardStatus"];
            serialNumber: components["schemas"]["SerialNumber"];
            maxStamps: components["schemas"]["MaxStamps"];
            /** @description Current number of stamps. The counter starts again at maxStamps; totalStamps goes on. */
            activeStamps: components["schemas"]["ActiveStamps"];
            totalStamps: components["schemas"]["TotalStamps"];
            unusedRewards: components["schemas"]["UnusedRewards"];
            image: components["schemas"]["StampsImage"];
            rewards: components["schemas"]["Rewards"];
        };
        /** @description Cashback card (type 1). */
        CashbackCardInfo: {
            /**
             * @description Marks a success.
             * @constant
             * @enum {integer}
             */
            result: 1;
            /**
             * @description Card type, here 1.
             * @constant
             * @enum {integer}
             */
            type: 1;
            status: components["schemas"]["CardStatus"];
            serialNumber: components["schemas"]["SerialNumber"];
            amountMoneySpentTotal: components["schemas"]["AmountMoneySpentTotal"];
            /** @description Current cashback percentage, given by the tier that amountMoneySpentTotal has reached. The spelling is the vendor's. */
            currentPersentBonus: components["schemas"]["CurrentPersentBonus"];
            amountMoneyBonus: components["schemas"]["AmountMoneyBonus"];
        };
        /** @description Subscription card (type 2). */
        SubscriptionCardInfo: {
            /**
             * @description Marks a success.
             * @constant
             * @enum {integer}
             */
            result: 1;
            /**
             * @description Card type, here 2.
             * @constant
             * @enum {integer}
             */
            type: 2;
            status: components["schemas"]["CardStatus"];
            serialNumber: components["schemas"]["SerialNumber"];
            maxStamps: components["schemas"]["MaxStamps"];
            /** @description Current number of stamps: the remaining visits. */
            activeStamps: components["schemas"]["ActiveStamps"];
            numberScores: components["schemas"]["NumberScores"];
            image: components["schemas"]["StampsImage"];
        };
        /** @description Coupon (type 3). It has only the fields that every card has. */
        CouponCardInfo: {
            /**
             * @description Marks a success.
             * @constant
             * @enum {integer}
             */
            result: 1;
            /**
             * @description Card type, here 3.
             * @constant
             * @enum {integer}
             */
            type: 3;
            status: components["schemas"]["CardStatus"];
            serialNumber: components["schemas"]["SerialNumber"];
        };
        /** @description Discount card (type 4). */
        DiscountCardInfo: {
            /**
             * @description Marks a success.
             * @constant
             * @enum {integer}
             */
            result: 1;
            /**
             * @description Card type, here 4.
             * @constant
             * @enum {integer}
             */
            type: 4;
            status: components["schemas"]["CardStatus"];
            serialNumber: components["schemas"]["SerialNumber"];
            amountMoneySpentTotal: components["schemas"]["AmountMoneySpentTotal"];
            /** @description Current discount percentage, given by the tier that amountMoneySpentTotal has reached. The spelling is the vendor's. */
            currentPersentBonus: components["schemas"]["CurrentPersentBonus"];
        };
        /** @description Certificate (type 5). It has only the fields that every card has; the balance is not among them. */
        CertificateCardInfo: {
            /**
             * @description Marks a success.
             * @constant
             * @enum {integer}
             */
            result: 1;
            /**
             * @description Card type, here 5.
             * @constant
             * @enum {integer}
             */
            type: 5;
            status: components["schemas"]["CardStatus"];
            serialNumber: components["schemas"]["SerialNumber"];
        };
        /** @description Membership card (type 6). It has only the fields that every card has. */
        MembershipCardInfo: {
            /**
             * @description Marks a success.
             * @constant
             * @enum {integer}
             */
            result: 1;
            /**
             * @description Card type, here 6.
             * @constant
             * @enum {integer}
             */
            type: 6;
            status: components["schemas"]["CardStatus"];
            serialNumber: components["schemas"]["SerialNumber"];
        };
        /** @description A card; its fields depend on its type. */
        CardInfo: components["schemas"]["StampCardInfo"] | components["schemas"]["CashbackCardInfo"] | components["schemas"]["SubscriptionCardInfo"] | components["schemas"]["CouponCardInfo"] | components["schemas"]["DiscountCardInfo"] | components["schemas"]["CertificateCardInfo"] | components["schemas"]["MembershipCardInfo"];
        /** @description Response of getPassInfo. */
        GetPassInfoAnswer: components["schemas"]["CardInfo"];
        /** @description The template and the phone number of the cardholder. */
        CheckPassExistsByPhoneRequest: {
            /** @description Card template id. */
            idTemplate: components["schemas"]["TemplateId"];
            phone: components["schemas"]["Phone"];
        };
        /** @description Whether the card exists. */
        CheckPassExistsByPhoneAnswer: {
            /**
             * @description 0: does not exist, 1: exists.
             * @enum {integer}
             */
            result: 0 | 1;
        };
        /** @description The template and the phone number of the cardholder. */
        GetPassInfoByPhoneRequest: {
            /** @description Card template id. */
            idTemplate: components["schemas"]["TemplateId"];
            phone: components["schemas"]["Phone"];
        };
        /** @description Response of getPassInfoByPhone, equal to that of getPassInfo. */
        GetPassInfoByPhoneAnswer: components["schemas"]["CardInfo"];
        /** @description No client of the template with this phone number has a card. */
        ErrorNoCardForPhone: {
            /**
             * @description Error code 2.
             * @constant
             * @enum {integer}
             */
            error: 2;
        };
        /** @description The phone number of the customer. */
        GetClientPassesByPhoneRequest: {
            phone: components["schemas"]["Phone"];
        };
        /**
         * @description Status of the card on the phone of its holder. A new card is not installed; a deleted card can be installed again.
         * @enum {string}
         */
        CardStatus: "installed" | "deleted" | "not installed";
        /** @description The largest number of stamps on the stamps image. */
        MaxStamps: number;
        /** @description Current number of stamps. */
        ActiveStamps: number;
        /** @description Number of all stamps that the card has received. */
        TotalStamps: number;
        /** @description Number of rewards that are credited and not used yet. */
        UnusedRewards: number;
        /**
         * Format: uri
         * @description URL of the stamps image, which shows the current number of stamps.
         */
        StampsImage: string;
        /** @description A reward of a stamp card. */
        Reward: {
            /** @description Name of the reward. */
            name: string;
            /**
             * @description Numbers of stamps at which the reward is credited, separated by commas, for example 5,10.
             * @example 5,10
             */
            stamps: string;
            /** @description Whether the reward is written off automatically at the next visit. */
            autoUse: boolean;
        };
        /** @description Rewards of the template. */
        Rewards: components["schemas"]["Reward"][];
        /**
         * @description Stamp card (type 0).
         * @example {
         *       "type": 0,
         *       "status": "installed",
         *       "serialNumber": "297150-586-203",
         *       "maxStamps": 10,
         *       "activeStamps": 3,
         *       "totalStamps": 13,
         *       "unusedRewards": 1,
         *       "image": "http://127.0.0.1:4010/_luna/s/default/cards/297150-586-203/stamps.svg",
         *       "rewards": [
         *         {
         *           "name": "Free coffee",
         *           "stamps": "5,10",
         *           "autoUse": false
         *         }
         *       ]
         *     }
         */
        StampCard: {
            /**
             * @description Card type, here 0.
             * @constant
             * @enum {integer}
             */
            type: 0;
            status: components["schemas"]["CardStatus"];
            serialNumber: components["schemas"]["SerialNumber"];
            maxStamps: components["schemas"]["MaxStamps"];
            /** @description Current number of stamps. The counter starts again at maxStamps; totalStamps goes on. */
            activeStamps: components["schemas"]["ActiveStamps"];
            totalStamps: components["schemas"]["TotalStamps"];
            unusedRewards: components["schemas"]["UnusedRewards"];
            image: components["schemas"]["StampsImage"];
            rewards: components["schemas"]["Rewards"];
        };
        /** @description Total amount of money recorded on the card. */
        AmountMoneySpentTotal: number;
        /** @description Current percentage, given by the tier that amountMoneySpentTotal has reached. The spelling is the vendor's. */
        CurrentPersentBonus: number;
        /** @description Current number of points. */
        AmountMoneyBonus: number;
        /**
         * @description Cashback card (type 1).
         * @example {
         *       "type": 1,
         *       "status": "installed",
         *       "serialNumber": "297150-586-204",
         *       "amountMoneySpentTotal": 10000,
         *       "currentPersentBonus": 4,
         *       "amountMoneyBonus": 400
         *     }
         */
        CashbackCard: {
            /**
             * @description Card type, here 1.
             * @constant
             * @enum {integer}
             */
            type: 1;
            status: components["schemas"]["CardStatus"];
            serialNumber: components["schemas"]["SerialNumber"];
            amountMoneySpentTotal: components["schemas"]["AmountMoneySpentTotal"];
            /** @description Current cashback percentage, given by the tier that amountMoneySpentTotal has reached. The spelling is the vendor's. */
            currentPersentBonus: components["schemas"]["CurrentPersentBonus"];
            amountMoneyBonus: components["schemas"]["AmountMoneyBonus"];
        };
        /** @description Current number of bonus points. A client can get points for each visit. */
        NumberScores: number;
        /**
         * @description Subscription card (type 2).
         * @example {
         *       "type": 2,
         *       "status": "installed",
         *       "serialNumber": "297150-586-205",
         *       "maxStamps": 10,
         *       "activeStamps": 3,
         *       "numberScores": 9,
         *       "image": "http://127.0.0.1:4010/_luna/s/default/cards/297150-586-205/stamps.svg"
         *     }
         */
        SubscriptionCard: {
            /**
             * @description Card type, here 2.
             * @constant
             * @enum {integer}
             */
            type: 2;
            status: components["schemas"]["CardStatus"];
            serialNumber: components["schemas"]["SerialNumber"];
            maxStamps: components["schemas"]["MaxStamps"];
            /** @description Current number of stamps: the remaining visits. */
            activeStamps: components["schemas"]["ActiveStamps"];
            numberScores: components["schemas"]["NumberScores"];
            image: components["schemas"]["StampsImage"];
        };
        /**
         * @description Coupon (type 3). It has only the fields that every card has.
         * @example {
         *       "type": 3,
         *       "status": "installed",
         *       "serialNumber": "297150-586-206"
         *     }
         */
        CouponCard: {
            /**
             * @description Card type, here 3.
             * @constant
             * @enum {integer}
             */
            type: 3;
            status: components["schemas"]["CardStatus"];
            serialNumber: components["schemas"]["SerialNumber"];
        };
        /**
         * @description Discount card (type 4).
         * @example {
         *       "type": 4,
         *       "status": "installed",
         *       "serialNumber": "297150-586-207",
         *       "amountMoneySpentTotal": 10000,
         *       "currentPersentBonus": 4
         *     }
         */
        DiscountCard: {
            /**
             * @description Card type, here 4.
             * @constant
             * @enum {integer}
             */
            type: 4;
            status: components["schemas"]["CardStatus"];
            serialNumber: components["schemas"]["SerialNumber"];
            amountMoneySpentTotal: components["schemas"]["AmountMoneySpentTotal"];
            /** @description Current discount percentage, given by the tier that amountMoneySpentTotal has reached. The spelling is the vendor's. */
            currentPersentBonus: components["schemas"]["CurrentPersentBonus"];
        };
        /**
         * @description Certificate (type 5). It has only the fields that every card has; the balance is not among them.
         * @example {
         *       "type": 5,
         *       "status": "installed",
         *       "serialNumber": "297150-586-208"
         *     }
         */
        CertificateCard: {
            /**
             * @description Card type, here 5.
             * @constant
             * @enum {integer}
             */
            type: 5;
            status: components["schemas"]["CardStatus"];
            serialNumber: components["schemas"]["SerialNumber"];
        };
        /**
         * @description Membership card (type 6). It has only the fields that every card has.
         * @example {
         *       "type": 6,
         *       "status": "installed",
         *       "serialNumber": "297150-586-209"
         *     }
         */
        MembershipCard: {
            /**
             * @description Card type, here 6.
             * @constant
             * @enum {integer}
             */
            type: 6;
            status: components["schemas"]["CardStatus"];
            serialNumber: components["schemas"]["SerialNumber"];
        };
        /** @description A card, by its type. */
        Card: components["schemas"]["StampCard"] | components["schemas"]["CashbackCard"] | components["schemas"]["SubscriptionCard"] | components["schemas"]["CouponCard"] | components["schemas"]["DiscountCard"] | components["schemas"]["CertificateCard"] | components["schemas"]["MembershipCard"];
        /** @description All cards of the customer within all templates of the company. */
        GetClientPassesByPhoneAnswer: {
            /**
             * @description Marks a success.
             * @constant
             * @enum {integer}
             */
            result: 1;
            /** @description Cards in order of creation. */
            rows: components["schemas"]["Card"][];
        };
        /** @description The e-mail address of the customer. */
        GetClientPassesByEmailRequest: {
            email: components["schemas"]["Email"];
        };
        /** @description All cards of the customer within all templates of the company. */
        GetClientPassesByEmailAnswer: {
            /**
             * @description Marks a success.
             * @constant
             * @enum {integer}
             */
            result: 1;
            /** @description Cards in order of creation. */
            rows: components["schemas"]["Card"][];
        };
        /** @description The template, the type of selection and the page. */
        GetTemplateClientPassesRequest: {
            /** @description Card template id. */
            idTemplate: components["schemas"]["TemplateId"];
            /**
             * @description Type of selection; the mixed case is the vendor's; any case is accepted:
             *
             *     - PassNotCreated: clients without a card
             *     - PassInstalled: clients whose card is installed and currently valid, so not expired
             *     - passNotInstalled: clients whose card is issued but not installed
             *     - passDeleted: clients whose card is issued but deleted
             * @enum {string}
             */
            selectionMode: "PassNotCreated" | "PassInstalled" | "passNotInstalled" | "passDeleted";
            /** @description Page of a hundred clients. Without it the first page. */
            page?: components["schemas"]["Page"];
        };
        /** @description A client of a template with the card, if there is one. */
        TemplateClientRow: {
            /** @description Client id; other methods call it userID. */
            id: components["schemas"]["UserId"];
            /** @description Surname. */
            sName: string;
            /** @description First name. */
            fName: string;
            dateOfBirth: components["schemas"]["DateOfBirth"];
            phone: components["schemas"]["PhoneDigits"];
            email: components["schemas"]["EmailAddress"];
            Field0?: components["schemas"]["FieldValue"];
            Field1?: components["schemas"]["FieldValue"];
            Field2?: components["schemas"]["FieldValue"];
            Field3?: components["schemas"]["FieldValue"];
            Field4?: components["schemas"]["FieldValue"];
            Field5?: components["schemas"]["FieldValue"];
            /** @description Serial number of the card. Omitted if the client has no card. */
            serialNumber?: components["schemas"]["SerialNumber"];
            /** @description Status of the card. Omitted if the client has no card. */
            status?: components["schemas"]["CardStatus"];
        };
        /** @description One page of the selected clients. */
        GetTemplateClientPassesAnswer: {
            /**
             * @description Marks a success.
             * @constant
             * @enum {integer}
             */
            result: 1;
            /** @description Up to a hundred clients in order of creation. */
            rows: components["schemas"]["TemplateClientRow"][];
        };
        /** @description A whole number greater than zero: stamps, visits, points, money or rewards. */
        Amount: number;
        /** @description Credits stamps to a stamp card. There is no action; an action that is sent is an extra key and is ignored, unless it is setExpirationDate. */
        CreditStamps: {
            passSerialNumber: components["schemas"]["SerialNumber"];
            /** @description Number of stamps to credit. The spelling is the vendor's. */
            numberStumps: components["schemas"]["Amount"];
        };
        /** @description Sets the expiration date of a card of any type whose template has the expiry setting on. */
        SetExpirationDate: {
            passSerialNumber: components["schemas"]["SerialNumber"];
            /**
             * @description Action: set the card expiration date.
             * @constant
             * @enum {string}
             */
            action: "setExpirationDate";
            /** @description Expiration date as a UNIX timestamp in seconds. */
            expiryDate: number;
        };
        /** @description usePass on a stamp card. */
        UsePassStamps: components["schemas"]["CreditStamps"] | components["schemas"]["SetExpirationDate"];
        /** @description Changes the points or the total amount spent of a cashback card. They are two balances: neither action changes the other one. */
        ChangePointsOrTotal: {
            passSerialNumber: components["schemas"]["SerialNumber"];
            /**
             * @description Action:
             *
             *     - spendPoints: write points off
             *     - accruePoints: credit points
             *     - increaseTotalSpentSum: raise the total amount spent
             *     - reduceTotalSpentSum: lower the total amount spent
             * @enum {string}
             */
            action: "spendPoints" | "accruePoints" | "increaseTotalSpentSum" | "reduceTotalSpentSum";
            /** @description Points or money to write off or to credit. */
            sum: components["schemas"]["Amount"];
        };
        /** @description usePass on a cashback card. */
        UsePassCashback: components["schemas"]["ChangePointsOrTotal"] | components["schemas"]["SetExpirationDate"];
        /** @description Writes bonus points off a subscription card. */
        SpendPoints: {
            passSerialNumber: components["schemas"]["SerialNumber"];
            /**
             * @description Action: write points off.
             * @constant
             * @enum {string}
             */
            action: "spendPoints";
            /** @description Number of points to write off. */
            sum: components["schemas"]["Amount"];
        };
        /** @description Writes visits off a subscription card, or credits visits that were sold. */
        ChangeVisits: {
            passSerialNumber: components["schemas"]["SerialNumber"];
            /**
             * @description Action:
             *
             *     - takeStamps: write visits off
             *     - addStamps: credit visits
             * @enum {string}
             */
            action: "takeStamps" | "addStamps";
            /** @description Number of visits. The spelling is the vendor's. */
            numberStumps: components["schemas"]["Amount"];
        };
        /** @description usePass on a subscription card. */
        UsePassSubscription: components["schemas"]["SpendPoints"] | components["schemas"]["ChangeVisits"] | components["schemas"]["SetExpirationDate"];
        /** @description usePass on a coupon. No call redeems it: staff redeem it in the scanner app. */
        UsePassCoupon: components["schemas"]["SetExpirationDate"];
        /** @description Changes the total amount spent of a discount card. */
        ChangeTotal: {
            passSerialNumber: components["schemas"]["SerialNumber"];
            /**
             * @description Action:
             *
             *     - increaseTotalSpentSum: raise the total amount spent
             *     - reduceTotalSpentSum: lower the total amount spent
             * @enum {string}
             */
            action: "increaseTotalSpentSum" | "reduceTotalSpentSum";
            /** @description Money to add to the total or to subtract from it. */
            sum: components["schemas"]["Amount"];
        };
        /** @description usePass on a discount card. */
        UsePassDiscount: components["schemas"]["ChangeTotal"] | components["schemas"]["SetExpirationDate"];
        /** @description Changes the balance of a certificate. */
        ChangeBalance: {
            passSerialNumber: components["schemas"]["SerialNumber"];
            /**
             * @description Action:
             *
             *     - spendPoints: decrease the balance
             *     - accruePoints: increase the balance
             * @enum {string}
             */
            action: "spendPoints" | "accruePoints";
            /** @description Amount to subtract from the balance or to add to it. */
            sum: components["schemas"]["Amount"];
        };
        /** @description usePass on a certificate. */
        UsePassCertificate: components["schemas"]["ChangeBalance"] | components["schemas"]["SetExpirationDate"];
        /** @description usePass on a membership card. */
        UsePassMembership: components["schemas"]["SetExpirationDate"];
        /** @description The parameters depend on the type of the card that the serial number names. */
        UsePassRequest: components["schemas"]["UsePassStamps"] | components["schemas"]["UsePassCashback"] | components["schemas"]["UsePassSubscription"] | components["schemas"]["UsePassCoupon"] | components["schemas"]["UsePassDiscount"] | components["schemas"]["UsePassCertificate"] | components["schemas"]["UsePassMembership"];
        /** @description The card is updated. */
        UsePassAnswer: {
            /**
             * @description Marks a success.
             * @constant
             * @enum {integer}
             */
            result: 1;
        };
        /** @description The card and the number of rewards to write off. */
        UseRewardRequest: {
            passSerialNumber: components["schemas"]["SerialNumber"];
            /** @description Number of rewards to write off. */
            numberRewards: components["schemas"]["Amount"];
        };
        /** @description The rewards are written off. */
        UseRewardAnswer: {
            /**
             * @description Marks a success.
             * @constant
             * @enum {integer}
             */
            result: 1;
        };
        /** @description The card and the page. */
        GetPassOperationsRequest: {
            passSerialNumber: components["schemas"]["SerialNumber"];
            /** @description Page of fifty operations. Without it the first page, which holds the last fifty. */
            page?: components["schemas"]["Page"];
        };
        /**
         * @description Date and time such as 2022-08-04 16:56:56, without a zone; UTC.
         * @example 2022-08-04 16:56:56
         */
        DateTime: string;
        /** @description An operation on a card. */
        PassOperation: {
            /** @description Id of the operation. */
            id: number;
            date: components["schemas"]["DateTime"];
            /**
             * @description Kind of the change.
             * @enum {string}
             */
            action: "addStamps" | "creditReward" | "useReward" | "takeStamps" | "spendPoints" | "accruePoints" | "increaseTotalSpentSum" | "reduceTotalSpentSum" | "redeem";
            /** @description Amount of the change. */
            amount: number;
            /** @description New balance of the card. */
            balance: number;
        };
        /** @description One page of the operations on a card. */
        GetPassOperationsAnswer: {
            /**
             * @description Marks a success.
             * @constant
             * @enum {integer}
             */
            result: 1;
            /** @description Up to fifty operations, newest first. */
            rows: components["schemas"]["PassOperation"][];
        };
        /** @description Text of the push notification. May hold variables in double curly braces, for example {{clientFName}}. */
        NotificationText: string;
        /** @description A push notification to the holder of one card. */
        SendInfoPushOneClient: {
            /**
             * @description Sends to one client.
             * @constant
             * @enum {string}
             */
            pushSegment: "oneClient";
            passSerialNumber: components["schemas"]["SerialNumber"];
            messageText: components["schemas"]["NotificationText"];
        };
        /** @description Push notifications to all clients who installed cards of one template, ten a call. */
        SendInfoPushAllClients: {
            /**
             * @description Sends to all clients.
             * @constant
             * @enum {string}
             */
            pushSegment: "allClients";
            /**
             * @description Card template id. Only this method types it as a string; a number is accepted too.
             * @example 340717
             */
            idTemplate: string | number;
            messageText: components["schemas"]["NotificationText"];
            /** @description Page of ten installed cards in order of creation. Required here, unlike in the lists. */
            page: components["schemas"]["Page"];
        };
        /** @description To one client or to all clients, by pushSegment. */
        SendInfoPushRequest: components["schemas"]["SendInfoPushOneClient"] | components["schemas"]["SendInfoPushAllClients"];
        /** @description The messages are sent. */
        SendInfoPushAnswer: {
            /**
             * @description Marks a success.
             * @constant
             * @enum {integer}
             */
            result: 1;
            /** @description Only for allClients: how many messages this call sent. 10 means: call again with page + 1. */
            numberOfRowsSelected?: number;
        };
        /** @description The card and the page. */
        GetInfoPushListRequest: {
            passSerialNumber: components["schemas"]["SerialNumber"];
            /** @description Page of ten messages. Without it the first page. */
            page?: components["schemas"]["Page"];
        };
        /** @description A push notification that was sent to a card. */
        PushMessage: {
            /** @description Id of the message. */
            id: number;
            date: components["schemas"]["DateTime"];
            /** @description Text of the message. */
            message: string;
        };
        /** @description One page of the push notifications that were sent to a card. */
        GetInfoPushListAnswer: {
            /**
             * @description Marks a success.
             * @constant
             * @enum {integer}
             */
            result: 1;
            /** @description Up to ten messages, newest first. */
            rows: components["schemas"]["PushMessage"][];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getTemplates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["GetTemplatesRequest"];
            };
        };
        responses: {
            /** @description A success or error 1; both have status 200. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetTemplatesAnswer"] | components["schemas"]["ErrorInvalidToken"];
                };
            };
        };
    };
    createClient: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateClientRequest"];
            };
        };
        responses: {
            /** @description A success or an error; both have status 200. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreateClientAnswer"] | components["schemas"]["ErrorInvalidToken"] | components["schemas"]["ErrorMissingParameters"] | components["schemas"]["ErrorClientExists"];
                };
            };
        };
    };
    searchClient: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SearchClientRequest"];
            };
        };
        responses: {
            /** @description A success or an error; both have status 200. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SearchClientHit"] | components["schemas"]["SearchClientMiss"] | components["schemas"]["ErrorInvalidToken"] | components["schemas"]["ErrorMissingParameters"];
                };
            };
        };
    };
    updateClient: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UpdateClientRequest"];
            };
        };
        responses: {
            /** @description A success or an error; both have status 200. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UpdateClientAnswer"] | components["schemas"]["ErrorInvalidToken"] | components["schemas"]["ErrorMissingParameters"] | components["schemas"]["ErrorClientExists"];
                };
            };
        };
    };
    getClientInfo: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GetClientInfoRequest"];
            };
        };
        responses: {
            /** @description A success or an error; both have status 200. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetClientInfoAnswer"] | components["schemas"]["ErrorInvalidToken"] | components["schemas"]["ErrorCardNotFound"] | components["schemas"]["ErrorCardNotOwned"] | components["schemas"]["ErrorMissingParameters"];
                };
            };
        };
    };
    getClientsList: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GetClientsListRequest"];
            };
        };
        responses: {
            /** @description A success or an error; both have status 200. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetClientsListAnswer"] | components["schemas"]["ErrorInvalidToken"] | components["schemas"]["ErrorMissingParameters"];
                };
            };
        };
    };
    createPass: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreatePassRequest"];
            };
        };
        responses: {
            /** @description A success or an error; both have status 200. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatePassAnswer"] | components["schemas"]["ErrorInvalidToken"] | components["schemas"]["ErrorMissingParameters"];
                };
            };
        };
    };
    getPassInfo: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GetPassInfoRequest"];
            };
        };
        responses: {
            /** @description A success or an error; both have status 200. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetPassInfoAnswer"] | components["schemas"]["ErrorInvalidToken"] | components["schemas"]["ErrorCardNotFound"] | components["schemas"]["ErrorCardNotOwned"] | components["schemas"]["ErrorMissingParameters"];
                };
            };
        };
    };
    checkPassExistsByPhone: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CheckPassExistsByPhoneRequest"];
            };
        };
        responses: {
            /** @description A success or an error; both have status 200. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CheckPassExistsByPhoneAnswer"] | components["schemas"]["ErrorInvalidToken"] | components["schemas"]["ErrorMissingParameters"];
                };
            };
        };
    };
    getPassInfoByPhone: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GetPassInfoByPhoneRequest"];
            };
        };
        responses: {
            /** @description A success or an error; both have status 200. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetPassInfoByPhoneAnswer"] | components["schemas"]["ErrorInvalidToken"] | components["schemas"]["ErrorNoCardForPhone"] | components["schemas"]["ErrorMissingParameters"];
                };
            };
        };
    };
    getClientPassesByPhone: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GetClientPassesByPhoneRequest"];
            };
        };
        responses: {
            /** @description A success or an error; both have status 200. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetClientPassesByPhoneAnswer"] | components["schemas"]["ErrorInvalidToken"] | components["schemas"]["ErrorMissingParameters"];
                };
            };
        };
    };
    getClientPassesByEmail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GetClientPassesByEmailRequest"];
            };
        };
        responses: {
            /** @description A success or an error; both have status 200. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetClientPassesByEmailAnswer"] | components["schemas"]["ErrorInvalidToken"] | components["schemas"]["ErrorMissingParameters"];
                };
            };
        };
    };
    getTemplateClientPasses: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GetTemplateClientPassesRequest"];
            };
        };
        responses: {
            /** @description A success or an error; both have status 200. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetTemplateClientPassesAnswer"] | components["schemas"]["ErrorInvalidToken"] | components["schemas"]["ErrorMissingParameters"];
                };
            };
        };
    };
    usePass: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UsePassRequest"];
            };
        };
        responses: {
            /** @description A success or an error; both have status 200. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsePassAnswer"] | components["schemas"]["ErrorInvalidToken"] | components["schemas"]["ErrorCardNotFound"] | components["schemas"]["ErrorCardNotOwned"] | components["schemas"]["ErrorMissingParameters"];
                };
            };
        };
    };
    useReward: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UseRewardRequest"];
            };
        };
        responses: {
            /** @description A success or an error; both have status 200. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UseRewardAnswer"] | components["schemas"]["ErrorInvalidToken"] | components["schemas"]["ErrorCardNotFound"] | components["schemas"]["ErrorCardNotOwned"] | components["schemas"]["ErrorMissingParameters"];
                };
            };
        };
    };
    getPassOperations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GetPassOperationsRequest"];
            };
        };
        responses: {
            /** @description A success or an error; both have status 200. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetPassOperationsAnswer"] | components["schemas"]["ErrorInvalidToken"] | components["schemas"]["ErrorCardNotFound"] | components["schemas"]["ErrorCardNotOwned"] | components["schemas"]["ErrorMissingParameters"];
                };
            };
        };
    };
    sendInfoPush: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SendInfoPushRequest"];
            };
        };
        responses: {
            /** @description A success or an error; both have status 200. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SendInfoPushAnswer"] | components["schemas"]["ErrorInvalidToken"] | components["schemas"]["ErrorCardNotFound"] | components["schemas"]["ErrorCardNotOwned"] | components["schemas"]["ErrorMissingParameters"];
                };
            };
        };
    };
    getInfoPushList: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["GetInfoPushListRequest"];
            };
        };
        responses: {
            /** @description A success or an error; both have status 200. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GetInfoPushListAnswer"] | components["schemas"]["ErrorInvalidToken"] | components["schemas"]["ErrorCardNotFound"] | components["schemas"]["ErrorCardNotOwned"] | components["schemas"]["ErrorMissingParameters"];
                };
            };
        };
    };
}
