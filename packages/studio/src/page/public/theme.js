// The theme chosen with the switch; without a choice the system's counts.
try {
  const theme = localStorage.getItem("nacre.theme");
  if (theme === "light" || theme === "dark") document.documentElement.dataset.theme = theme;
} catch {
  // No storage: the system's theme.
}
