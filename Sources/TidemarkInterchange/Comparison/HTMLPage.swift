/// The frame of every page that is written: one file that loads nothing.
enum HTMLPage {
    /// Up to where the body begins.
    ///
    /// - Parameter style: rules besides those that all pages share.
    static func head(title: String, style: String = "") -> String {
        """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <meta name="color-scheme" content="light dark">
        <title>\(HTMLText.escape(title))</title>
        <style>\(ComparisonStyle.css)\(style)</style>
        </head>

        """
    }
}
