/// The query language as help texts state it.
enum QueryHelp {
    static let text = """
        QUERY, in one argument in quotes or in several:
          tide moon            both words, in title, address, note or tags
          "tide table"         these words side by side          tid*   words that begin so
          title:x note:x url:x only there
          tag:sea tag:sea*     a tag, or all that begin so        folder:Work/Reading   there or below; folder:/ the top
          site:example.org     the host and those below it
          is:unread            also read, favourite, archived, trashed, untagged, unfiled, conflict, rescued
          before:2024-05       dates are 2024, 2024-05, 2024-05-31, today, yesterday, 12h, 7d, 2w, 3m, 1y (ago);
          after:7d on:2024     before and after part time at the beginning of the date, on is inside of it
          a or b, not a, -a    "and" is what stands between two conditions anyway; ( ) group
        Values with blanks are quoted: folder:"To read". The trash is left out unless is:trashed is asked.
        """
}
