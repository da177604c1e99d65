"""The features of the newsroom; imports run newsroom → newsletter → news → auth → core, never back."""
