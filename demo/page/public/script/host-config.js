// @ts-check

/** @param {string} name */
const color = (name) => ({
  default: `var(--card-${name})`,
  subtle: `var(--card-${name}-subtle, var(--card-${name}))`,
});

const foregroundColors = {
  default: color("text"),
  dark: color("text"),
  light: color("light"),
  accent: color("accent"),
  good: color("good"),
  warning: color("warning"),
  attention: color("attention"),
};

/** @param {string} background */
const container = (background) => ({ backgroundColor: background, foregroundColors });

/** Teams' look for Adaptive Cards; colours are the page's, so that light and dark follow the system. */
export const hostConfig = {
  supportsInteractivity: true,
  fontFamily: "var(--font)",
  spacing: { small: 8, default: 8, medium: 12, large: 20, extraLarge: 24, padding: 12 },
  separator: { lineThickness: 1, lineColor: "var(--line)" },
  fontTypes: {
    default: {
      fontFamily: "var(--font)",
      fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
      fontWeights: { lighter: 300, default: 400, bolder: 600 },
    },
    monospace: {
      fontFamily: "var(--mono)",
      fontSizes: { small: 12, default: 13, medium: 14, large: 18, extraLarge: 24 },
      fontWeights: { lighter: 300, default: 400, bolder: 600 },
    },
  },
  imageSizes: { small: 32, medium: 52, large: 100 },
  containerStyles: {
    default: container("transparent"),
    emphasis: container("var(--card-emphasis)"),
    accent: container("var(--card-accent-back)"),
    good: container("var(--card-good-back)"),
    attention: container("var(--card-attention-back)"),
    warning: container("var(--card-warning-back)"),
  },
  textBlock: { headingLevel: 2 },
  factSet: {
    title: { weight: "bolder", wrap: true, maxWidth: 130 },
    value: { wrap: true },
    spacing: 16,
  },
  actions: {
    maxActions: 6,
    spacing: "default",
    // Room between them is the style sheet's: spacers would indent what wraps.
    buttonSpacing: 0,
    showCard: { actionMode: "inline", inlineTopMargin: 16 },
    actionsOrientation: "horizontal",
    actionAlignment: "left",
  },
  adaptiveCard: { allowCustomStyle: false },
};
