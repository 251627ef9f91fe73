// Every label of ours, Chinese first.

const WORDS = {
  title: { zh: "政协委员工作室数据枢纽 · Studio Hub", en: "Studio Hub · 政协委员工作室数据枢纽" },
  subtitle: { zh: "GraphQL 查询页", en: "GraphQL explorer" },
  development: { zh: "开发环境", en: "development" },
  caller: { zh: "调用者", en: "Caller" },
  anonymous: { zh: "匿名（公众）", en: "Anonymous (public)" },
  pasted: { zh: "粘贴的令牌", en: "Pasted token" },
  token: { zh: "令牌", en: "Token" },
  tokenHint: {
    zh: "粘贴访问令牌（JWT）。只保存在本标签页的会话中，不写入网址；关闭标签页即清除。",
    en: "Paste an access token (JWT). It stays in this tab's session, never in the address; closing the tab forgets it.",
  },
  tokenPlaceholder: { zh: "在此粘贴令牌", en: "paste the token here" },
  notAToken: {
    zh: "这不是令牌：应为用点分隔的三段字符，请完整复制后重试。",
    en: "This is not a token: expected three parts separated by dots; copy all of it and try again.",
  },
  use: { zh: "使用", en: "Use" },
  clear: { zh: "清除", en: "Clear" },
  close: { zh: "关闭", en: "Close" },
  role: { zh: "角色", en: "Role" },
  noRole: { zh: "令牌未写角色", en: "no role in the token" },
  body: { zh: "所属组织", en: "Body" },
  contract: { zh: "模式子集", en: "Contract" },
  expires: { zh: "有效期至", en: "Valid until" },
  expired: { zh: "已过期", en: "expired" },
  unreadable: { zh: "令牌内容无法在本页读取", en: "the token's content cannot be read here" },
  examples: { zh: "示例查询", en: "Example queries" },
  chooseExample: { zh: "选择示例……", en: "choose an example …" },
  builder: { zh: "查询构造器", en: "Query builder" },
  language: { zh: "语言", en: "Language" },
};

export function word(key, language) {
  return WORDS[key][language];
}

export const REFUSED = {
  zh: "身份验证未通过（401）：令牌无效或已过期。请换用有效的令牌，或清除令牌后以匿名身份访问。",
  en: "Not authenticated (401): the token is invalid or has expired. Use a valid token, or clear it and go on anonymously.",
};

export const WELCOME = `# 在上方选择示例查询，或在左侧打开“查询构造器”勾选字段。
# Choose an example above, or tick fields in the builder.
#
# Ctrl-Enter     运行 Run
# Ctrl-Space     自动补全 Complete
# Shift-Ctrl-P   整理格式 Prettify

{
  __typename
}
`;
