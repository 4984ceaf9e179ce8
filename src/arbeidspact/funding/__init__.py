"""The project fund and contracts by result: call, application, jury, grant, report, payment with its proof."""
