-- The model that a provider moderates texts with; null where it moderates none.
ALTER TABLE providers ADD COLUMN moderation_model TEXT;

-- What rules found in a message, for the page that shows it.
CREATE INDEX safety_events_message ON safety_events (message_id);
