from dueregard.kernel.forms import DrForm, Upload


class ImportForm(DrForm):
    file = Upload(
        label="File", hint="CSV or Excel (.xlsx), at most 3 MB.", max_bytes=3_000_000, accept=".csv,.xlsx"
    )
