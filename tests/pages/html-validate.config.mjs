// What html-validate asks of our pages, and what it must not ask.
export default {
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    // Advice for search engines: a title names page, administration and month in full.
    "long-title": "off",
    // A table's scrolling region is named by the caption; vnu wants a heading in every <section>.
    "prefer-native-element": ["error", { exclude: ["region"] }],
  },
};
