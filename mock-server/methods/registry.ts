import type { MethodName } from "../../openapi/document.js";
import { getPassOperations } from "./balances/getPassOperations.js";
import { usePass } from "./balances/usePass.js";
import { useReward } from "./balances/useReward.js";
import { checkPassExistsByPhone } from "./cards/checkPassExistsByPhone.js";
import { createPass } from "./cards/createPass.js";
import { getClientPassesByEmail } from "./cards/getClientPassesByEmail.js";
import { getClientPassesByPhone } from "./cards/getClientPassesByPhone.js";
import { getPassInfo } from "./cards/getPassInfo.js";
import { getPassInfoByPhone } from "./cards/getPassInfoByPhone.js";
import { getTemplateClientPasses } from "./cards/getTemplateClientPasses.js";
import { createClient } from "./clients/createClient.js";
import { getClientInfo } from "./clients/getClientInfo.js";
import { getClientsList } from "./clients/getClientsList.js";
import { searchClient } from "./clients/searchClient.js";
import { updateClient } from "./clients/updateClient.js";
import type { Method } from "./context.js";
import { getInfoPushList } from "./pushes/getInfoPushList.js";
import { sendInfoPush } from "./pushes/sendInfoPush.js";
import { getTemplates } from "./templates/getTemplates.js";

/** All methods of the document. A missing method does not compile. */
export const methods = {
  getTemplates,
  createClient,
  searchClient,
  updateClient,
  createPass,
  getPassInfo,
  checkPassExistsByPhone,
  getPassInfoByPhone,
  getClientPassesByPhone,
  getClientPassesByEmail,
  sendInfoPush,
  getInfoPushList,
  getTemplateClientPasses,
  getPassOperations,
  getClientInfo,
  getClientsList,
  usePass,
  useReward,
} satisfies { readonly [Id in MethodName]: Method<Id> };
