// Beside the button of a form that could not be sent, or to a screen reader at least; what was typed stays.
const tellTrouble = (form) => {
  const words = say("The network did not answer. Nothing that you typed is lost; please try again.")
  const notice = document.createElement("p")
  notice.className = "notice alarm"
  notice.textContent = words
  form.querySelector(".comment-trouble")?.replaceChildren(notice)
  document.getElementById("announcer").textContent = words
}
