extension TakeRecord {
    /// "88/100 · ship"; what is missing is left out, "No score" if both are.
    package var label: String {
        switch (score, stance) {
        case (let score?, let stance?): "\(score)/100 · \(stance.rawValue)"
        case (let score?, nil): "\(score)/100"
        case (nil, let stance?): stance.rawValue
        case (nil, nil): "No score"
        }
    }
}
