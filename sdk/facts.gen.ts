// Made by `npm run generate`. Do not edit.
import type { Shape } from "./reader/shape.js";
import type { MethodName } from "./wire.js";

/** Fields of a card. */
const card: Shape = [{"type":"n","status":"s","serialNumber":"s"},{"0":{"maxStamps":"n","activeStamps":"n","totalStamps":"n","unusedRewards":"n","image":"s","rewards":[{"name":"s","stamps":"s","autoUse":"b"}]},"1":{"amountMoneySpentTotal":"n","currentPersentBonus":"n","amountMoneyBonus":"n"},"2":{"maxStamps":"n","activeStamps":"n","numberScores":"n","image":"s"},"4":{"amountMoneySpentTotal":"n","currentPersentBonus":"n"}}];

/** Required fields of every response, without `result`. */
export const responseShapes: Readonly<Record<MethodName, Shape>> = {"getTemplates":{"templates":[{"id":"i","name":"s","type":"n"}]},"createClient":{"userID":"i"},"searchClient":{"userID":"i","sName":"s","fName":"s","phone":"z"},"updateClient":{"userID":"i"},"getClientInfo":{"sName":"s","fName":"s","dateOfBirth":"z","phone":"z"},"getClientsList":{"rows":[{"id":"i","sName":"s","fName":"s","dateOfBirth":"z","phone":"z","email":"z"}]},"createPass":{"serialNumber":"s","installURL":"s"},"getPassInfo":card,"checkPassExistsByPhone":{},"getPassInfoByPhone":card,"getClientPassesByPhone":{"rows":[card]},"getClientPassesByEmail":{"rows":[card]},"getTemplateClientPasses":{"rows":[{"id":"i","sName":"s","fName":"s","dateOfBirth":"z","phone":"z","email":"z"}]},"usePass":{},"useReward":{},"getPassOperations":{"rows":[{"id":"i","date":"s","action":"s","amount":"n","balance":"n"}]},"sendInfoPush":{},"getInfoPushList":{"rows":[{"id":"i","date":"s","message":"s"}]}};

/** Records per page, and messages per call of a push to all clients. */
export const pageSizes = {"getClientsList":10,"getTemplateClientPasses":100,"getPassOperations":50,"sendInfoPush":10,"getInfoPushList":10} as const;
