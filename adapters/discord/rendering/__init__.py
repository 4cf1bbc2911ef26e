"""What Shelfmate says, put together as Discord's layout components and modals, each within its limits."""
