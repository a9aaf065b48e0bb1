/* JupyterLab takes keys for itself while a list has the focus: the arrows move between cells, an x
   cuts one. In the explorer, keys belong to the control that has the focus. */
document.addEventListener('focusin', event => {
  if (event.target.closest('.takeup-explore')) event.target.setAttribute('data-lm-suppress-shortcuts', 'true');
});
