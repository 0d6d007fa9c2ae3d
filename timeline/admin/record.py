"""The record at the desk: what was published. To read, never to change."""

from django.contrib import admin

from timeline.models import Address, Publication


class ReadOnly(admin.ModelAdmin):
    """Rows that only the functions of ``publishing`` add."""

    show_full_result_count = False

    def has_add_permission(self, request):
        """Not by hand."""
        return False

    def has_change_permission(self, request, obj=None):
        """Never."""
        return False

    def has_delete_permission(self, request, obj=None):
        """Never."""
        return False


@admin.register(Publication)
class PublicationAdmin(ReadOnly):
    """What readers saw, and from when."""

    list_display = ("at", "kind", "slug", "number", "action", "approver_name", "reason")
    list_filter = ("kind", "action")
    search_fields = ("slug", "code")
    ordering = ("-pk",)

    def get_queryset(self, request):
        """Without the documents."""
        return super().get_queryset(request).defer("document", "findings")


@admin.register(Address)
class AddressAdmin(ReadOnly):
    """Every name that was ever given out."""

    list_display = ("name", "space", "kind", "code", "current")
    list_filter = ("space", "kind", "current")
    search_fields = ("name", "code")
